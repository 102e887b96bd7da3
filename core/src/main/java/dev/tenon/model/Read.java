package dev.tenon.model;

import org.jspecify.annotations.Nullable;

/**
 * A question that a link asked of the file system, and its answer.
 *
 * @param path as it was asked for
 * @param aspect what mattered of it
 * @param how we know
 * @param why what asked: {@code input}, {@code -lz}, {@code script libc.so}, {@code version-script}
 * @param proof what was there; null if it is not known or nothing was there
 */
public record Read(String path, Aspect aspect, How how, String why, @Nullable Proof proof) {

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

  /** What a file is to a linker, as far as it decides whether the file's name matters. */
  public enum Form {
    /** A relocatable object that names its source: its own name enters no output. */
    OBJECT,
    /** One that does not: GNU ld writes the object's name in its place. */
    NAMELESS,
    /** It holds what a compiler has still to make into code. */
    INTERMEDIATE,
    /** A script that may choose sections by the names of files. */
    LAYOUT,
    /** An object, or an archive with one, that has a linker look for other files that it names. */
    REFERRING,
    /** A thin archive: its members are files of their own. */
    THIN,
    OTHER
  }

  /**
   * What was there when the linker read it.
   *
   * @param digest SHA-256 in lower-case hex: of the bytes, or of a folder's sorted names with a
   *     line feed behind each; empty for a folder that was passed over
   * @param identity of the file, null for a folder
   * @param real the path without symbolic links, where the linker looks for others from there; else
   *     null
   * @param fleeting whether the file was gone soon after the link
   * @param firm whether every change since the digest was made shows in the identity. A write
   *     through a mapping to a page that is not on disk yet does not, and on tmpfs none does: then
   *     only the content tells
   */
  public record Proof(
      String digest,
      @Nullable FileIdentity identity,
      Form form,
      @Nullable String real,
      boolean fleeting,
      boolean firm) {}

  public Read(String path, Aspect aspect, How how, String why) {
    this(path, aspect, how, why, null);
  }

  public Read with(How known) {
    return new Read(path, aspect, known, why, proof);
  }

  public Read proved(@Nullable Proof shown) {
    return new Read(path, aspect, how, why, shown);
  }

  public Read at(String other) {
    return new Read(other, aspect, how, why, proof);
  }
}
