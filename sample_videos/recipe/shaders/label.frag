#version 330
flat in int part;
uniform int person;
out vec4 ids;
void main() { ids = vec4(float(person) / 255.0, float(part) / 255.0, 0, 1); }
