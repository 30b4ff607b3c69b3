"""Every component that a test draws is compared, letter for letter, with what the macro draws."""

from __future__ import annotations

from markupsafe import Markup

from engage.platform.web.components import PARTS, Component, Pages, Params, macro_of


class ComparedPages(Pages):
    """Pages that draw each component twice, the first time they draw it with some parameters."""

    def component(self, part: str) -> Component:
        if part not in self._components:
            self._components[part] = self._compared(part, super().component(part))
        return self._components[part]

    def _compared(self, part: str, draw: Component) -> Component:
        macro = getattr(self.get_template(f"{PARTS}{part}/macro.jinja").module, macro_of(part))
        seen: set[str] = set()

        def compared(params: Params) -> Markup:
            drawn = draw(params)
            if (asked := repr(params)) not in seen:
                seen.add(asked)
                assert str(drawn) == str(macro(params)), f"{part} is not as the macro draws it: {asked}"
            return drawn

        return compared
