#!/bin/sh
set -eu
case "$1" in
  eswrapper | elasticsearch | */elasticsearch) shift ;;
  *) exec "$@" ;;
esac
exec elasticsearch "$@"
