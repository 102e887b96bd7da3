package dev.tenon.format;

import org.jspecify.annotations.Nullable;

/** A file does not have the format that it claims: damaged, truncated, or something else. */
public final class BadFile extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String file;
  private final @Nullable String member;
  private final long offset;
  private final String expectation;

  /**
   * @param file name as the caller knows it
   * @param member of an archive, or null
   * @param offset in bytes from the start of the file or of the member
   * @param expectation what should have been there, and what was
   */
  public BadFile(String file, @Nullable String member, long offset, String expectation) {
    super(
        (member == null ? file : file + "(" + member + ")")
            + ": offset "
            + offset
            + ": "
            + expectation);
    this.file = file;
    this.member = member;
    this.offset = offset;
    this.expectation = expectation;
  }

  public String file() {
    return file;
  }

  public @Nullable String member() {
    return member;
  }

  public long offset() {
    return offset;
  }

  public String expectation() {
    return expectation;
  }
}
