"""Addresses of the board, the search and the shift hand-over."""

from django.urls import path

from linwang.web.incidents import board

urlpatterns = [
    path("", board.board, name="board"),
    path("wall/", board.wall, name="wall"),
    path("board/list/", board.board_list, name="board_list"),
    path("board/rows/", board.board_rows, name="board_rows"),
    path("board/units/", board.board_units, name="board_units"),
    path("board/points.json", board.board_points, name="board_points"),
]
