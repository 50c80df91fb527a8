"""What finds heads and judges what is worn on them: onnxruntime behind the Detector and AttributeClassifier seams."""
