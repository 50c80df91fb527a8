#version 330
// Ambient occlusion from the depth picture: how much of a small hemisphere is behind something.
in vec2 uv;
uniform sampler2D depth; uniform mat4 unproject; uniform mat4 project; uniform float radius;
out vec4 open;

vec3 seen(vec2 at) {
    vec4 p = unproject * vec4(vec3(at, texture(depth, at).r) * 2.0 - 1.0, 1);
    return p.xyz / p.w;
}
float hash(vec2 p) { return fract(52.9829189 * fract(dot(p, vec2(0.06711056, 0.00583715)))); }

void main() {
    vec3 p = seen(uv);
    vec3 n = normalize(cross(dFdx(p), dFdy(p)));
    float spin = 6.2831 * hash(gl_FragCoord.xy), hidden = 0.0;
    vec3 t = normalize(abs(n.z) < 0.9 ? cross(n, vec3(0, 0, 1)) : cross(n, vec3(1, 0, 0)));
    vec3 b = cross(n, t);
    for (int i = 0; i < 10; i++) {
        float k = (float(i) + 0.6) / 10.0, a = spin + 2.399963 * float(i);
        float up = 1.0 - 0.85 * fract(float(i) * 0.618 + 0.2);
        vec3 q = p + radius * mix(0.15, 1.0, k * k) * normalize(n * (up + 0.12) + (t * cos(a) + b * sin(a)) * sqrt(1.0 - up * up));
        vec4 c = project * vec4(q, 1);
        vec2 at = c.xy / c.w * 0.5 + 0.5;
        float gap = q.z - seen(at).z;
        hidden += (gap < -0.008 ? 1.0 : 0.0) * smoothstep(1.0, 0.4, -gap / (2.0 * radius));
    }
    open = vec4(vec3(1.0 - hidden / 10.0), 1);
}
