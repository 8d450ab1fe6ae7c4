"""Addresses of the board, the search and the shift hand-over."""

from django.urls import path

urlpatterns: list = []
