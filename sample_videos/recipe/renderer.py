"""An OpenGL renderer that runs without a screen or a graphics card: shadows, occlusion, and a label pass."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

import moderngl
import numpy as np
from numpy.typing import NDArray

from camera import Camera
from mesh import Array, Colour, Mesh
from place import look_at, perspective

SHADERS = Path(__file__).parent / "shaders"
LAYOUT = ("3f 3f 3f 1f 1f", "in_pos", "in_nrm", "in_col", "in_mat", "in_part")
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
    """One uploaded mesh with a vertex array for each program."""

    scene: moderngl.VertexArray
    shade: moderngl.VertexArray
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

    def __init__(self, width: int = 1280, height: int = 720, samples: int = 0) -> None:
        self.size = (width, height)
        self.ctx = moderngl.create_context(standalone=True, backend="egl")
        self.scene = self._program("scene.vert", "scene.frag")
        self.label = self._program("scene.vert", "label.frag")
        self.occlusion = self._program("screen.vert", "occlusion.frag")
        self.soften = self._program("screen.vert", "soften.frag")
        self._make_targets(samples)
        quad = self.ctx.buffer(np.array([-1, -1, 1, -1, -1, 1, 1, 1], "f4"))
        self.occlude_quad = self.ctx.vertex_array(self.occlusion, [(quad, "2f", "in_pos")])
        self.soften_quad = self.ctx.vertex_array(self.soften, [(quad, "2f", "in_pos")])

    def _program(self, vert: str, frag: str) -> moderngl.Program:
        return self.ctx.program(vertex_shader=(SHADERS / vert).read_text(), fragment_shader=(SHADERS / frag).read_text())

    def _make_targets(self, samples: int) -> None:
        ctx, size, half = self.ctx, self.size, (self.size[0] // 2, self.size[1] // 2)
        self.depth = ctx.depth_texture(size)
        self.depth.compare_func = ""
        self.ids = ctx.framebuffer([ctx.texture(size, 4)], self.depth)
        self.rough_open, self.open = ctx.texture(half, 1), ctx.texture(half, 1)
        self.rough_open_fb, self.open_fb = ctx.framebuffer([self.rough_open]), ctx.framebuffer([self.open])
        self.fine = ctx.framebuffer([ctx.renderbuffer(size, 4, samples=samples)], ctx.depth_renderbuffer(size, samples=samples))
        self.final = ctx.framebuffer([ctx.renderbuffer(size, 4)])
        self.shadows = [ctx.depth_texture((SHADOW_SIZE, SHADOW_SIZE)) for _ in range(2)]
        for s in self.shadows:
            s.compare_func = "<="
        self.shadow_fbs = [ctx.framebuffer(depth_attachment=s) for s in self.shadows]

    def upload(self, mesh: Mesh) -> Piece:
        """Sends a mesh to the renderer; release with `release`."""
        vbo, ibo = self.ctx.buffer(mesh.packed()), self.ctx.buffer(mesh.tri.astype("i4"))
        arrays = []
        for program, names in ((self.scene, LAYOUT), (self.label, LAYOUT)):
            used = [n if n in program else None for n in names[1:]]
            arrays.append(self.ctx.vertex_array(program, [_binding(vbo, used)], ibo))
        return Piece(arrays[0], arrays[1], arrays[1])

    def release(self, draws: list[Draw]) -> None:
        """Frees the buffers of pieces that are no longer drawn."""
        for piece in {id(d.piece): d.piece for d in draws}.values():
            for array in {id(a): a for a in piece}.values():
                array.release()

    def render(self, camera: Camera, light: Light, draws: list[Draw]) -> Picture:
        """Shadows, then labels and depth, then occlusion, then the picture."""
        self.ctx.enable_only(moderngl.DEPTH_TEST)
        solids = [d for d in draws if d.solid]
        casts = [self._shadow(k, lamp, solids) for k, lamp in enumerate(light.lamps[:2])]
        view = look_at(camera.eye, camera.target)
        project = perspective(camera.fov_y, self.size[0] / self.size[1], 0.08, 30.0)
        self._labels(project @ view, solids)
        self._occlusion(project)
        self._picture(camera, light, project @ view, casts, draws)
        return Picture(self._read(self.final, 3), self._read(self.ids, 2))

    def _shadow(self, k: int, lamp: Lamp, draws: list[Draw]) -> Array:
        at = np.asarray(lamp.at, float)
        cast = perspective(np.radians(118), 1.0, 0.25, 6.0) @ look_at(at, at + np.array([0.02, 0.001, -1.0]))
        self.shadow_fbs[k].use()
        self.shadow_fbs[k].clear(depth=1.0)
        self._draw_all(self.label, "shade", cast, draws)
        return cast

    def _labels(self, view_proj: Array, draws: list[Draw]) -> None:
        self.ids.use()
        self.ids.clear(0, 0, 0, 0, depth=1.0)
        self._draw_all(self.label, "label", view_proj, draws)

    def _draw_all(self, program: moderngl.Program, array: str, view_proj: Array, draws: list[Draw]) -> None:
        program["view_proj"].write(_gl(view_proj))
        for d in draws:
            program["model"].write(_gl(d.matrix))
            program["bend"].value = d.bend
            if "person" in program:
                program["person"].value = d.person
            getattr(d.piece, array).render()

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

    def _picture(self, camera: Camera, light: Light, view_proj: Array, casts: list[Array], draws: list[Draw]) -> None:
        self.fine.use()
        self.fine.clear(0.05, 0.05, 0.055, 1.0, depth=1.0)
        self._set_light(camera, light, casts)
        opaque = [d for d in draws if not d.see_through]
        self._draw_all(self.label, "label", view_proj, opaque)
        self.ctx.depth_func = "<="
        self.fine.color_mask = (True,) * 4
        self._draw_all(self.scene, "scene", view_proj, opaque)
        self.ctx.enable(moderngl.BLEND)
        self.ctx.blend_func = moderngl.SRC_ALPHA, moderngl.ONE_MINUS_SRC_ALPHA
        far_first = sorted((d for d in draws if d.see_through), key=lambda d: -_distance(d, camera))
        self._draw_all(self.scene, "scene", view_proj, far_first)
        self.ctx.disable(moderngl.BLEND)
        self.ctx.copy_framebuffer(self.final, self.fine)

    def _set_light(self, camera: Camera, light: Light, casts: list[Array]) -> None:
        s, n = self.scene, len(light.lamps)
        self.open.use(0)
        self.shadows[0].use(1)
        self.shadows[1].use(2)
        s["open"].value, s["shadow_0"].value, s["shadow_1"].value = 0, 1, 2
        s["eye"].value, s["screen"].value = tuple(camera.eye), self.size
        s["lamps"].value = n
        s["lamp_at"].value = [lamp.at for lamp in light.lamps] + [(0.0, 0.0, 0.0)] * (6 - n)
        s["lamp_colour"].value = [lamp.colour for lamp in light.lamps] + [(0.0, 0.0, 0.0)] * (6 - n)
        s["shadow_from"].write(b"".join(_gl(c) for c in casts))
        s["sky"].value, s["ground"].value = light.sky, light.ground
        s["exposure"].value, s["ceiling"].value = light.exposure, light.ceiling
        s["tile"].value = (*light.tile, 0.0, 0.0)

    def _read(self, fb: moderngl.Framebuffer, channels: int) -> NDArray[np.uint8]:
        raw = np.frombuffer(fb.read(components=4, alignment=1), np.uint8)
        return raw.reshape(self.size[1], self.size[0], 4)[::-1, :, :channels].copy()


def _distance(draw: Draw, camera: Camera) -> float:
    return float(np.linalg.norm(draw.matrix[:3, 3] - camera.eye))


def _gl(matrix: Array) -> bytes:
    return matrix.T.astype("f4").tobytes()


def _binding(vbo: moderngl.Buffer, used: list[str | None]) -> tuple[object, ...]:
    """The vertex layout with bytes skipped for what a program does not read."""
    sizes = (3, 3, 3, 1, 1)
    layout = " ".join(f"{n}f" if name else f"{4 * n}x" for n, name in zip(sizes, used, strict=True))
    return (vbo, layout, *(name for name in used if name))
