#version 330
// The still room, darkened where people now keep the light away.
in vec2 uv;
uniform sampler2D still; uniform sampler2D before; uniform sampler2D now;
out vec4 colour;
void main() {
    float k = clamp(texture(now, uv).r / texture(before, uv).r, 0.15, 1.15);
    colour = vec4(texture(still, uv).rgb * pow(k, 0.6), 1);
}
