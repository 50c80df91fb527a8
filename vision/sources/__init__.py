"""Where frames come from: recorded files, folders of pictures, RTSP cameras."""
