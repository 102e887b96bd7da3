package dev.tenon.option;

/** A shell that completes words. */
public enum Shell {
  BASH,
  ZSH,
  FISH
}
