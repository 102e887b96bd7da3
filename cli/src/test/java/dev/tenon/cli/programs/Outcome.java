package dev.tenon.cli.programs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/** How a command ended. Status is 128 + the signal when one killed it. */
record Outcome(List<String> words, int status, String out, String err) {
  Outcome ok() {
    assertThat(status).as("%s%n%s%n%s", String.join(" ", words), out, err).isZero();
    return this;
  }

  /** What a user of the program sees. */
  String seen() {
    return "status " + status + "\n" + out + "\n" + err;
  }
}
