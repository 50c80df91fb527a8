#version 330
in vec2 uv;
uniform sampler2D picture; uniform vec2 pixel;
out vec4 soft;
void main() {
    float sum = 0.0;
    for (int y = -1; y <= 2; y++) for (int x = -1; x <= 2; x++) sum += texture(picture, uv + (vec2(x, y) - 0.5) * pixel).r;
    soft = vec4(vec3(sum / 16.0), 1);
}
