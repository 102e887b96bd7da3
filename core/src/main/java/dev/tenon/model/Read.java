package dev.tenon.model;

/**
 * A question that a link asked of the file system, and its answer.
 *
 * @param path as it was asked for
 * @param aspect what mattered of it
 * @param how we know
 * @param why what asked: {@code input}, {@code -lz}, {@code script libc.so}, {@code version-script}
 */
public record Read(String path, Aspect aspect, How how, String why) {

  public enum Aspect {
    CONTENT,
    /** Nothing was there, and that mattered: a file there would have been taken. */
    ABSENCE,
    /** It is there, was looked at and was passed over (wrong machine). */
    REJECTED,
    LISTING
  }

  public enum How {
    PREDICTED,
    OBSERVED,
    BOTH
  }

  public Read with(How known) {
    return new Read(path, aspect, known, why);
  }
}
