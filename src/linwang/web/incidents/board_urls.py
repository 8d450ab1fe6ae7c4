"""Addresses of the board, the search and the shift hand-over."""

from django.urls import path

from linwang.web.incidents import board, exports, paper, search, shift

urlpatterns = [
    path("", board.board, name="board"),
    path("paper/", paper.sheet, name="paper"),
    path("wall/", board.wall, name="wall"),
    path("board/list/", board.board_list, name="board_list"),
    path("board/rows/", board.board_rows, name="board_rows"),
    path("board/units/", board.board_units, name="board_units"),
    path("board/points.json", board.board_points, name="board_points"),
    path("search/", search.search, name="search"),
    path("search/phone/", search.search_phone, name="search_phone"),
    path("search/export/", exports.export, name="export"),
    path("search/exports/", exports.exports, name="exports"),
    path("search/exports/<int:export>/approve/", exports.approve, name="approve_export"),
    path("search/exports/<int:export>/take/", exports.take, name="take_export"),
    path("shift/", shift.shift, name="shift"),
    path("shift/give/", shift.give, name="give_shift"),
    path("shift/<int:hand_over>/", shift.hand_over, name="shift_hand_over"),
    path("shift/<int:hand_over>/take/", shift.take, name="take_shift"),
]
