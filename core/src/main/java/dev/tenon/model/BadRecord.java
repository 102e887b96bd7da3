package dev.tenon.model;

import org.jspecify.annotations.Nullable;

/** A record or its JSON breaks a rule of its form. */
public final class BadRecord extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String place;
  private final String expectation;

  /**
   * @param place where, as a JSON pointer or the name of a field
   * @param expectation what is wrong and what was expected
   */
  public BadRecord(String place, String expectation) {
    this(place, expectation, null);
  }

  public BadRecord(String place, String expectation, @Nullable Throwable cause) {
    super(place + ": " + expectation, cause);
    this.place = place;
    this.expectation = expectation;
  }

  public String place() {
    return place;
  }

  public String expectation() {
    return expectation;
  }
}
