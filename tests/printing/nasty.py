"""Names somebody might type to see what happens."""

NASTY = (
    '=HYPERLINK("http://x.example","点我")',
    "+cmd|' /C calc'!A0",
    "-2+3+cmd",
    "@SUM(A1:A9)",
    "<img src=x onerror=alert(1)>",
    "<b>粗体</b> & <para>",
    'a,"b"\r\nc',
    "{{7*7}}",
)
