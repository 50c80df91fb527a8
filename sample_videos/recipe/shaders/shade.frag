#version 330
// How bright the light on a plain surface is: what people change in a room is only this.
in vec3 world; in vec3 nrm;
uniform int lamps; uniform vec3 lamp_at[6]; uniform vec3 lamp_colour[6];
uniform mat4 shadow_from[2]; uniform sampler2DShadow shadow_0; uniform sampler2DShadow shadow_1;
uniform sampler2D open; uniform vec2 screen; uniform vec3 sky; uniform vec3 ground;
out vec4 bright;

float lit(int k, vec3 p) {
    vec4 c = shadow_from[k] * vec4(p, 1);
    vec3 s = c.xyz / c.w * 0.5 + 0.5;
    if (c.w < 0.0 || any(lessThan(s.xy, vec2(0))) || any(greaterThan(s.xy, vec2(1)))) return 1.0;
    float sum = 0.0;
    for (int y = -1; y <= 1; y++) for (int x = -1; x <= 1; x++) {
        vec3 q = vec3(s.xy + vec2(x, y) * 0.0035, s.z - 0.0004);
        sum += k == 0 ? texture(shadow_0, q) : texture(shadow_1, q);
    }
    return sum / 9.0;
}

void main() {
    vec3 n = normalize(nrm);
    float ao = texture(open, gl_FragCoord.xy / screen).r;
    float light = mix(ground.g, sky.g, 0.5 + 0.5 * n.z) * ao * ao;
    for (int i = 0; i < lamps; i++) {
        vec3 to = lamp_at[i] - world; float d2 = dot(to, to); to *= inversesqrt(d2);
        float fall = 4.0 / (1.6 + d2) * (0.35 + 0.65 * clamp(to.z, 0.0, 1.0)) * clamp(dot(n, to), 0.0, 1.0);
        light += lamp_colour[i].g * fall * (i < 2 ? lit(i, world + n * 0.03) : 0.55 + 0.45 * ao) * mix(1.0, ao, 0.5);
    }
    bright = vec4(vec3(light + 0.02), 1);
}
