package dev.tenon.model;

/** A record or its JSON breaks a rule of its form. */
public final class BadRecord extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String place;

  /**
   * @param place where, as a JSON pointer or the name of a field
   * @param expectation what is wrong and what was expected
   */
  public BadRecord(String place, String expectation) {
    super(place + ": " + expectation);
    this.place = place;
  }

  public String place() {
    return place;
  }
}
