"""Renders a clip: the room once and finely, then for every frame the people and what their shadows change."""

from __future__ import annotations

import moderngl
import numpy as np
from camera import Camera
from renderer import SHADERS, Draw, Light, Picture, Renderer, _binding, _gl
from rooms import Room


class StillRenderer(Renderer):
    """A renderer for one room seen by one fixed camera."""

    def __init__(self, camera: Camera, room: Room) -> None:
        super().__init__(*camera.size)
        self.camera, self.light = camera, room.light
        half = (self.size[0] // 2, self.size[1] // 2)
        self.still = self.ctx.texture(self.size, 4)
        self.bright = [self.ctx.texture(half, 1, dtype="f2") for _ in range(2)]
        deep = [self.ctx.framebuffer([t], self.ctx.depth_renderbuffer(half)) for t in self.bright]
        self.before_fb, self.now_fb = deep
        self.shade = self._program("scene.vert", "shade.frag")
        self.lay = self._program("screen.vert", "lay.frag")
        quad = self.ctx.buffer(np.array([-1, -1, 1, -1, -1, 1, 1, 1], "f4"))
        self.lay_quad = self.ctx.vertex_array(self.lay, [(quad, "2f", "in_pos")])
        self._keep(room)

    def _keep(self, room: Room) -> None:
        """The empty room, averaged over shifts of part of a pixel."""
        mesh = room.solid
        self.shade_room = self.ctx.vertex_array(
            self.shade, [_binding(self.ctx.buffer(mesh.packed()), self.shade)], self.ctx.buffer(mesh.tri.astype("i4"))
        )
        draws = room.draws(self)
        self.room, self.glass = draws[:1], draws[1:]
        total = np.zeros((self.size[1], self.size[0], 3))
        for self.nudge in ((-0.25, -0.25), (0.25, 0.25), (-0.25, 0.25), (0.25, -0.25)):
            total += self.render(self.camera, self.light, self.room).rgb
        self.nudge = (0.0, 0.0)
        rgba = np.concatenate([total / 4 + 0.5, np.full((*total.shape[:2], 1), 255)], 2).astype(np.uint8)
        self.still.write(np.ascontiguousarray(rgba[::-1]).tobytes())
        self._prepare(self.camera, self.light, self.room)
        self._brightness(self.before_fb)

    def frame(self, people: list[Draw]) -> Picture:
        """The room with people in it."""
        self._prepare(self.camera, self.light, self.room + people)
        self._brightness(self.now_fb)
        self.fine.use()
        self.ctx.disable(moderngl.DEPTH_TEST)
        for unit, texture in enumerate((self.still, *self.bright)):
            texture.use(3 + unit)
        self.lay["still"].value, self.lay["before"].value, self.lay["now"].value = 3, 4, 5
        self.lay_quad.render(moderngl.TRIANGLE_STRIP)
        self.ctx.enable(moderngl.DEPTH_TEST)
        self._picture(self._view(self.camera), people + self.glass)
        return Picture(self._read(self.fine, 3), self._read(self.ids, 2))

    def _brightness(self, target: moderngl.Framebuffer) -> None:
        target.use()
        target.clear(1.0, 1.0, 1.0, 1.0, depth=1.0)
        self.shade["view_proj"].write(_gl(self._view(self.camera)))
        self.shade["model"].write(_gl(np.eye(4)))
        self.shade["bend"].value = (0.0, 0.0, 0.0)
        self.shade["screen"].value = (self.size[0] / 2, self.size[1] / 2)
        self.shade_room.render()

    def _lit_programs(self) -> list[moderngl.Program]:
        extra = [self.shade] if hasattr(self, "shade") else []
        return [*super()._lit_programs(), *extra]


__all__ = ["SHADERS", "Light", "StillRenderer"]
