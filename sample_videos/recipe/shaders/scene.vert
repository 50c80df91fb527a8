#version 330
in vec3 in_pos; in vec3 in_nrm; in vec3 in_col; in float in_part;
uniform mat4 model; uniform mat4 view_proj;
uniform vec3 bend;          // lean forward, lean right, twist: radians at the shoulders
out vec3 world; out vec3 nrm; out vec3 col; out vec3 local;
invariant gl_Position;
flat out int part;

mat3 spin(vec3 a) {
    float cx = cos(-a.x), sx = sin(-a.x), cy = cos(a.y), sy = sin(a.y), cz = cos(a.z), sz = sin(a.z);
    mat3 rx = mat3(1, 0, 0, 0, cx, sx, 0, -sx, cx);
    mat3 ry = mat3(cy, 0, -sy, 0, 1, 0, sy, 0, cy);
    mat3 rz = mat3(cz, sz, 0, -sz, cz, 0, 0, 0, 1);
    return rx * ry * rz;
}

void main() {
    vec3 p = in_pos, n = in_nrm;
    if (bend != vec3(0)) {
        float w = smoothstep(0.85, 1.22, p.z);
        mat3 r = spin(bend * w);
        vec3 hip = vec3(0, 0, 0.95);
        p = hip + r * (p - hip); n = r * n;
    }
    vec4 at = model * vec4(p, 1);
    world = at.xyz; nrm = mat3(model) * n; col = in_col; local = in_pos;
    part = int(in_part + 0.5);
    gl_Position = view_proj * at;
}
