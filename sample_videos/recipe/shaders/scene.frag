#version 330
#define MATERIAL 0
in vec3 world; in vec3 nrm; in vec3 col; in vec3 local;
const int mat = MATERIAL;   // one program a material: software OpenGL runs every branch it is given
uniform vec3 eye; uniform int lamps; uniform vec3 lamp_at[6]; uniform vec3 lamp_colour[6];
uniform mat4 shadow_from[2]; uniform sampler2DShadow shadow_0; uniform sampler2DShadow shadow_1;
uniform sampler2D open; uniform vec2 screen;
uniform vec3 sky; uniform vec3 ground; uniform float exposure; uniform vec4 tile; uniform float ceiling;
out vec4 colour;

float hash(vec3 p) { p = fract(p * 0.1031); p += dot(p, p.zyx + 31.32); return fract((p.x + p.y) * p.z); }
vec4 noised(vec3 x) {
    vec3 p = floor(x), w = fract(x), u = w * w * (3.0 - 2.0 * w), du = 6.0 * w * (1.0 - w);
    float a = hash(p), b = hash(p + vec3(1, 0, 0)), c = hash(p + vec3(0, 1, 0)), d = hash(p + vec3(1, 1, 0));
    float e = hash(p + vec3(0, 0, 1)), f = hash(p + vec3(1, 0, 1)), g = hash(p + vec3(0, 1, 1)), h = hash(p + vec3(1));
    float k1 = b - a, k2 = c - a, k3 = e - a, k4 = a - b - c + d, k5 = a - c - e + g, k6 = a - b - e + f;
    float k7 = -a + b + c - d + e - f - g + h;
    return vec4(a + k1 * u.x + k2 * u.y + k3 * u.z + k4 * u.x * u.y + k5 * u.y * u.z + k6 * u.z * u.x + k7 * u.x * u.y * u.z,
        du * (vec3(k1, k2, k3) + u.yzx * vec3(k4, k5, k6) + u.zxy * vec3(k6, k4, k5) + k7 * u.yzx * u.zxy));
}

float lit(int k, vec3 p) {
    vec4 c = shadow_from[k] * vec4(p, 1);
    vec3 s = c.xyz / c.w * 0.5 + 0.5;
    if (c.w < 0.0 || any(lessThan(s.xy, vec2(0))) || any(greaterThan(s.xy, vec2(1)))) return 1.0;
    float sum = 0.0, a = 6.2831 * hash(vec3(gl_FragCoord.xy, 1));
    mat2 r = mat2(cos(a), sin(a), -sin(a), cos(a)) * 0.005;
    vec2 taps[6] = vec2[](vec2(-.9, .1), vec2(.4, .8), vec2(.5, -.7), vec2(-.3, -.5), vec2(.9, .2), vec2(-.4, .6));
    for (int i = 0; i < 6; i++) {
        vec3 q = vec3(s.xy + r * taps[i], s.z - 0.0004);
        sum += k == 0 ? texture(shadow_0, q) : texture(shadow_1, q);
    }
    return sum / 6.0;
}

// What a mirror would see: ceiling with lamp panels above, a dim room around, a floor below.
vec3 mirrored(vec3 p, vec3 r, float rough) {
    vec3 wall = mix(ground * 1.1, sky * 1.3, smoothstep(-0.4, 0.6, r.z));
    wall *= 0.75 + 0.5 * smoothstep(-0.2, 0.2, sin(atan(r.y, r.x) * 3.0 + 1.0));
    if (r.z < 0.05) return wall;
    vec3 hit = p + r * (ceiling - p.z) / r.z;
    for (int i = 0; i < lamps; i++) {
        vec2 d = abs(hit.xy - lamp_at[i].xy) - vec2(0.55, 0.18);
        wall += lamp_colour[i] * 1.1 * (1.0 - smoothstep(-0.05 - rough, 0.05 + 2.5 * rough, max(d.x, d.y)));
    }
    return wall;
}

struct Surface { vec3 base; vec3 n; float gloss; float shine; float mirror; float alpha; float wrap; };

Surface tiles(Surface s, vec2 at, float size, float gloss) {
    vec2 g = at / size, cell = floor(g), f = abs(fract(g) - 0.5);
    vec2 px = fwidth(g) * 0.75;
    vec2 line = smoothstep(0.5 - 0.012 - px, vec2(0.5), f) * (0.03 / (0.03 + px));
    float joint = max(line.x, line.y), tint = hash(vec3(cell, 3.0));
    s.base *= 0.94 + 0.10 * tint;
    s.base = mix(s.base, s.base * 0.62, joint);
    s.n = normalize(s.n + 0.02 * (vec3(hash(vec3(cell, 5.)), hash(vec3(cell, 6.)), hash(vec3(cell, 7.))) - 0.5));
    s.gloss = gloss * (1.0 - joint); s.shine = 60.0; s.mirror = 0.06 * (1.0 - joint) * step(0.1, gloss);
    return s;
}

vec2 flat_on(vec3 n, vec3 p) { return abs(n.z) > 0.7 ? p.xy : abs(n.x) > 0.7 ? p.yz : p.xz; }

Surface surface() {
    Surface s = Surface(col, normalize(nrm), 0.05, 20.0, 0.0, 1.0, 0.0);
    if (mat == 1) {                                               // skin
        s.wrap = 0.35; s.gloss = 0.16; s.shine = 18.0;
        s.base *= 0.97 + 0.06 * noised(local * 90.0).x;
    } else if (mat == 2) {                                        // cloth: folds and weave
        vec4 fold = noised(local * vec3(13, 13, 7)), fine = noised(local * vec3(34, 34, 22));
        s.n = normalize(s.n + 0.20 * fold.yzw + 0.10 * fine.yzw);
        s.base *= 0.90 + 0.14 * fold.x + 0.04 * fine.x; s.wrap = 0.15; s.gloss = 0.02;
    } else if (mat == 3) {                                        // hair
        vec4 tuft = noised(local * vec3(60, 60, 22));
        s.n = normalize(s.n + 0.30 * tuft.yzw);
        s.base *= 0.70 + 0.60 * tuft.x; s.gloss = 0.22; s.shine = 22.0; s.wrap = 0.1;
    } else if (mat == 4) {                                        // brushed steel
        vec4 brush = noised(world * vec3(14, 140, 90));
        s.n = normalize(s.n + 0.03 * brush.yzw);
        s.base *= 0.88 + 0.14 * brush.x + 0.10 * noised(world * 5.0).x; s.gloss = 0.5; s.shine = 40.0; s.mirror = 0.55;
    } else if (mat == 5) s = tiles(s, flat_on(s.n, world), tile.x, 0.35);
    else if (mat == 6) {
        s = tiles(s, flat_on(s.n, world), tile.y, 0.16);
        float stain = noised(world * vec3(1.7, 1.7, 1)).x;
        s.base *= 0.86 + 0.2 * stain;
        s.mirror = 0.10 * smoothstep(0.45, 0.8, noised(world * vec3(1.1, 1.1, 1) + 7.0).x) + 0.03;
    } else if (mat == 15) {                                       // patterned cement tiles
        vec2 g = flat_on(s.n, world) / tile.y, f = fract(g) - 0.5;
        float ring = abs(length(f) - 0.33) - 0.07, star = abs(f.x * f.y) * 9.0 - 0.16, dot_ = length(abs(f) - 0.5) - 0.17;
        float px = 1.5 * fwidth(g.x);
        float ink = 1.0 - smoothstep(-px, px, min(min(ring, dot_), star));
        s.base = mix(s.base, s.base * 0.42, 0.85 * ink);
        s = tiles(s, flat_on(s.n, world), tile.y, 0.12);
    } else if (mat == 7) {                                        // bouffant: thin crinkled fibre
        vec4 crease = noised(local * vec3(75, 75, 40)), wide = noised(local * vec3(28, 28, 20) + 3.0);
        s.n = normalize(s.n + 0.28 * crease.yzw + 0.30 * wide.yzw);
        s.base *= 0.90 + 0.12 * crease.x; s.wrap = 0.45;
        float edge = 1.0 - abs(dot(s.n, normalize(eye - world)));
        s.base *= 0.92 + 0.10 * edge; s.gloss = 0.10; s.shine = 12.0;
    } else if (mat == 8) { s.gloss = 0.35; s.shine = 40.0; s.mirror = 0.05; }
    else if (mat == 9) { s.mirror = 0.85; s.alpha = 0.16; s.gloss = 0.8; s.shine = 120.0; }
    else if (mat == 11) {                                         // food: wet and uneven
        vec4 bump = noised(world * 60.0), big = noised(world * 21.0);
        s.n = normalize(s.n + 0.35 * bump.yzw + 0.3 * big.yzw);
        s.base *= 0.60 + 0.45 * bump.x + 0.35 * big.x; s.gloss = 0.35; s.shine = 30.0;
    } else if (mat == 12) { s.wrap = 0.35; s.gloss = 0.03; s.base *= 0.97 + 0.05 * noised(local * 160.0).x; }
    else if (mat == 13) {
        vec4 grain = noised(world * vec3(60, 7, 60));
        s.base *= 0.75 + 0.4 * grain.x; s.gloss = 0.08;
    } else if (mat == 14) s.base *= 0.95 + 0.08 * noised(world * 2.3).x;
    return s;
}

void main() {
    Surface s = surface();
    vec3 v = normalize(eye - world);
    if (mat == 10) { colour = vec4(col, 1); return; }
    if (mat == 9 || mat == 7 || mat == 3 || mat == 12) s.n = faceforward(s.n, -v, s.n);
    float ao = mat == 9 ? 1.0 : texture(open, gl_FragCoord.xy / screen).r;
    vec3 light = mix(ground, sky, 0.5 + 0.5 * s.n.z) * ao * ao, spec = vec3(0);
    for (int i = 0; i < lamps; i++) {
        vec3 to = lamp_at[i] - world; float d2 = dot(to, to); to *= inversesqrt(d2);
        float n_l = clamp((dot(s.n, to) + s.wrap) / (1.0 + s.wrap), 0.0, 1.0);
        float fall = 4.0 / (1.6 + d2) * (0.35 + 0.65 * clamp(to.z, 0.0, 1.0));
        float sh = i < 2 ? lit(i, world + normalize(nrm) * 0.03) : 0.55 + 0.45 * ao;
        vec3 e = lamp_colour[i] * fall * sh;
        light += e * n_l * mix(1.0, ao, 0.5);
        spec += e * s.gloss * pow(clamp(dot(s.n, normalize(to + v)), 0.0, 1.0), s.shine) * (n_l > 0.0 ? 1.0 : 0.0) * s.shine * 0.05;
    }
    if (mat == 1) light = mix(light, light * vec3(1.05, 0.98, 0.95), 0.6) + vec3(0.02, 0.004, 0.0) * (1.0 - light);
    vec3 c = s.base * light + spec;
    if (s.mirror > 0.0) {
        float edge = pow(1.0 - clamp(dot(s.n, v), 0.0, 1.0), 4.0);
        vec3 seen = mirrored(world, reflect(-v, s.n), mat == 4 ? 0.12 : 0.03) * mix(0.5, 1.0, ao);
        float part_ = clamp(s.mirror + edge * 0.4, 0.0, 1.0);
        c = mat == 4 ? mix(c, seen * s.base * 1.15, part_) : c + seen * part_ * (mat == 9 ? 1.0 : 0.5);
        if (mat == 9) s.alpha = clamp(s.alpha + 0.55 * edge, 0.0, 0.75);
    }
    c *= exposure;
    c = c * (1.0 + c * 0.12) / (1.0 + c * 0.82);
    colour = vec4(pow(clamp(c, 0.0, 1.0), vec3(1.0 / 2.2)), s.alpha);
}
