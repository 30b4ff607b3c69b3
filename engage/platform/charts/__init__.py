"""Charts drawn once for page and paper: bars and lines with values printed, never pies, readable in grey."""

from engage.platform.charts.bars import bar_chart
from engage.platform.charts.chart import Chart
from engage.platform.charts.grid import Axes, Placed, grid_chart
from engage.platform.charts.lines import line_chart
from engage.platform.charts.pairs import pair_chart
from engage.platform.charts.ring import Stage, cycle_ring

__all__ = [
    "Axes",
    "Chart",
    "Placed",
    "Stage",
    "bar_chart",
    "cycle_ring",
    "grid_chart",
    "line_chart",
    "pair_chart",
]
