package dev.tenon.option;

/** Whether an option carries a value. */
public enum Shape {
  FLAG,
  VALUE,
  /** With or without a value; a value is always in the same word, as in {@code --build-id=md5}. */
  OPTIONAL_VALUE
}
