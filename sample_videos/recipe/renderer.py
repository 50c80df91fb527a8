"""An OpenGL renderer that runs without a screen or a graphics card: shadows, occlusion, and a label pass."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import moderngl
import numpy as np
from camera import Camera
from mesh import Array, Colour, Mesh
from numpy.typing import NDArray
from place import look_at, perspective

SHADERS = Path(__file__).parent / "shaders"
LAYOUT = (("in_pos", 3), ("in_nrm", 3), ("in_col", 3), ("in_mat", 1), ("in_part", 1))
SHADOW_SIZE = 1024


@dataclass(frozen=True, slots=True)
class Lamp:
    """A ceiling panel: where it hangs (metres) and its colour times brightness. The first two cast shadows."""

    at: tuple[float, float, float]
    colour: Colour


@dataclass(frozen=True, slots=True)
class Light:
    """All light of a scene; `tile` holds the wall and floor tile sizes (metres)."""

    lamps: list[Lamp]
    sky: Colour = (0.34, 0.35, 0.37)
    ground: Colour = (0.20, 0.19, 0.18)
    exposure: float = 1.0
    tile: tuple[float, float] = (0.2, 0.4)
    ceiling: float = 2.9


class Piece(NamedTuple):
    """One uploaded mesh: a vertex array for each material it has, and one for labels and shadows."""

    scene: dict[int, moderngl.VertexArray]
    label: moderngl.VertexArray


@dataclass(frozen=True, slots=True)
class Draw:
    """A piece where it stands now; person 0 is the room."""

    piece: Piece
    matrix: Array = field(default_factory=lambda: np.eye(4))
    person: int = 0
    bend: tuple[float, float, float] = (0.0, 0.0, 0.0)
    see_through: bool = False
    solid: bool = True


class Picture(NamedTuple):
    """rgb (h, w, 3) uint8 and labels (h, w, 2) uint8: person, part."""

    rgb: NDArray[np.uint8]
    labels: NDArray[np.uint8]


class Renderer:
    """Draws pictures of width x height."""

    def __init__(self, width: int = 1280, height: int = 720) -> None:
        self.size = (width, height)
        self.nudge = (0.0, 0.0)
        self.ctx = moderngl.create_context(standalone=True, backend="egl")
        self.scene: dict[int, moderngl.Program] = {}
        self.label = self._program("scene.vert", "label.frag")
        self.occlusion = self._program("screen.vert", "occlusion.frag")
        self.soften = self._program("screen.vert", "soften.frag")
        self._make_targets()
        quad = self.ctx.buffer(np.array([-1, -1, 1, -1, -1, 1, 1, 1], "f4"))
        self.occlude_quad = self.ctx.vertex_array(self.occlusion, [(quad, "2f", "in_pos")])
        self.soften_quad = self.ctx.vertex_array(self.soften, [(quad, "2f", "in_pos")])

    def _program(self, vert: str, frag: str) -> moderngl.Program:
        return self.ctx.program(
            vertex_shader=(SHADERS / vert).read_text(), fragment_shader=(SHADERS / frag).read_text()
        )

    def _make_targets(self) -> None:
        ctx, size, half = self.ctx, self.size, (self.size[0] // 2, self.size[1] // 2)
        self.depth = ctx.depth_texture(size)
        self.depth.compare_func = ""
        self.ids = ctx.framebuffer([ctx.texture(size, 4)], self.depth)
        self.rough_open, self.open = ctx.texture(half, 1), ctx.texture(half, 1)
        self.rough_open_fb, self.open_fb = ctx.framebuffer([self.rough_open]), ctx.framebuffer([self.open])
        self.fine = ctx.framebuffer([ctx.texture(size, 4)], self.depth)
        self.shadows = [ctx.depth_texture((SHADOW_SIZE, SHADOW_SIZE)) for _ in range(2)]
        for s in self.shadows:
            s.compare_func = "<="
        self.shadow_fbs = [ctx.framebuffer(depth_attachment=s) for s in self.shadows]

    def upload(self, mesh: Mesh) -> Piece:
        """Sends a mesh to the renderer; free it with `release`."""
        vbo, material = self.ctx.buffer(mesh.packed()), mesh.mat[mesh.tri[:, 0]].astype(int)
        scene = {int(m): self._array(self._scene(int(m)), vbo, mesh.tri[material == m]) for m in np.unique(material)}
        return Piece(scene, self._array(self.label, vbo, mesh.tri))

    def _array(self, program: moderngl.Program, vbo: moderngl.Buffer, tri: NDArray[np.int32]) -> moderngl.VertexArray:
        return self.ctx.vertex_array(program, [_binding(vbo, program)], self.ctx.buffer(tri.astype("i4")))

    def _scene(self, material: int) -> moderngl.Program:
        if material not in self.scene:
            source = (SHADERS / "scene.frag").read_text().replace("MATERIAL 0", f"MATERIAL {material}")
            self.scene[material] = self.ctx.program((SHADERS / "scene.vert").read_text(), source)
        return self.scene[material]

    def release(self, draws: list[Draw]) -> None:
        """Frees the buffers of pieces that are no longer drawn."""
        for piece in {id(d.piece): d.piece for d in draws}.values():
            for array in (*piece.scene.values(), piece.label):
                array.release()

    def render(self, camera: Camera, light: Light, draws: list[Draw]) -> Picture:
        """Shadows, then labels and depth, then occlusion, then the picture."""
        self.fine.use()
        self.fine.clear(0.05, 0.05, 0.055, 1.0)
        self._prepare(camera, light, draws)
        self._picture(self._view(camera), draws)
        return Picture(self._read(self.fine, 3), self._read(self.ids, 2))

    def _prepare(self, camera: Camera, light: Light, draws: list[Draw]) -> None:
        """All that shading needs: shadows, labels with depth, and occlusion."""
        self.ctx.enable_only(moderngl.DEPTH_TEST)
        self.ctx.depth_func = "<="
        solids = [d for d in draws if d.solid]
        casts = [self._shadow(k, lamp, solids) for k, lamp in enumerate(light.lamps[:2])]
        self._labels(self._view(camera), solids)
        self._occlusion(self._project(camera))
        self._set_light(camera, light, casts)

    def _project(self, camera: Camera) -> Array:
        m = perspective(camera.fov_y, self.size[0] / self.size[1], 0.08, 30.0)
        m[0, 2], m[1, 2] = 2 * self.nudge[0] / self.size[0], 2 * self.nudge[1] / self.size[1]
        return m

    def _view(self, camera: Camera) -> Array:
        return self._project(camera) @ look_at(camera.eye, camera.target)

    def _shadow(self, k: int, lamp: Lamp, draws: list[Draw]) -> Array:
        at = np.asarray(lamp.at, float)
        cast = perspective(np.radians(118), 1.0, 0.25, 6.0) @ look_at(at, at + np.array([0.02, 0.001, -1.0]))
        self.shadow_fbs[k].use()
        self.shadow_fbs[k].clear(depth=1.0)
        self._draw_labels(cast, draws)
        return cast

    def _labels(self, view_proj: Array, draws: list[Draw]) -> None:
        self.ids.use()
        self.ids.clear(0, 0, 0, 0, depth=1.0)
        self._draw_labels(view_proj, draws)

    def _draw_labels(self, view_proj: Array, draws: list[Draw]) -> None:
        self.label["view_proj"].write(_gl(view_proj))
        for d in draws:
            self.label["person"].value = d.person
            _place(self.label, d)
            d.piece.label.render()

    def _draw_scene(self, view_proj: Array, draws: list[Draw]) -> None:
        for program in self.scene.values():
            program["view_proj"].write(_gl(view_proj))
        for d in draws:
            for material, array in d.piece.scene.items():
                _place(self.scene[material], d)
                array.render()

    def _occlusion(self, project: Array) -> None:
        self.ctx.disable(moderngl.DEPTH_TEST)
        self.rough_open_fb.use()
        self.depth.use(0)
        self.occlusion["depth"].value = 0
        self.occlusion["project"].write(_gl(project))
        self.occlusion["unproject"].write(_gl(np.linalg.inv(project)))
        self.occlusion["radius"].value = 0.22
        self.occlude_quad.render(moderngl.TRIANGLE_STRIP)
        self.open_fb.use()
        self.rough_open.use(0)
        self.soften["picture"].value = 0
        self.soften["pixel"].value = (2 / self.size[0], 2 / self.size[1])
        self.soften_quad.render(moderngl.TRIANGLE_STRIP)
        self.ctx.enable(moderngl.DEPTH_TEST)

    def _picture(self, view_proj: Array, draws: list[Draw]) -> None:
        """Shades what the depth of the label pass left to see, then glass over it, far panes first."""
        self.fine.use()
        self._draw_scene(view_proj, [d for d in draws if not d.see_through])
        self.ctx.enable(moderngl.BLEND)
        self.ctx.blend_func = moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA
        self._draw_scene(view_proj, [d for d in draws if d.see_through])
        self.ctx.disable(moderngl.BLEND)

    def _set_light(self, camera: Camera, light: Light, casts: list[Array]) -> None:
        for unit, texture in enumerate((self.open, *self.shadows)):
            texture.use(unit)
        n = len(light.lamps)
        dark = [(0.0, 0.0, 0.0)] * (6 - n)
        values = {
            "open": 0, "shadow_0": 1, "shadow_1": 2, "eye": tuple(camera.eye), "screen": self.size, "lamps": n,
            "lamp_at": [lamp.at for lamp in light.lamps] + dark, "lamp_colour": [lamp.colour for lamp in light.lamps] + dark,
            "sky": light.sky, "ground": light.ground, "exposure": light.exposure, "ceiling": light.ceiling,
            "tile": (*light.tile, 0.0, 0.0),
        }  # fmt: skip
        for program in self._lit_programs():
            for name in values.keys() & set(program):
                program[name].value = values[name]
            if "shadow_from" in program:
                program["shadow_from"].write(b"".join(_gl(c) for c in casts))

    def _lit_programs(self) -> list[moderngl.Program]:
        return list(self.scene.values())

    def _read(self, fb: moderngl.Framebuffer, channels: int) -> NDArray[np.uint8]:
        raw = np.frombuffer(fb.read(components=4, alignment=1), np.uint8)
        return raw.reshape(self.size[1], self.size[0], 4)[::-1, :, :channels].copy()


def _gl(matrix: Array) -> bytes:
    return matrix.T.astype("f4").tobytes()


def _place(program: moderngl.Program, draw: Draw) -> None:
    program["model"].write(_gl(draw.matrix))
    program["bend"].value = draw.bend


def _binding(vbo: moderngl.Buffer, program: moderngl.Program) -> tuple[object, ...]:
    """The vertex layout with the bytes skipped that a program does not read."""
    layout = " ".join(f"{n}f" if name in program else f"{4 * n}x" for name, n in LAYOUT)
    return (vbo, layout, *(name for name, _ in LAYOUT if name in program))
