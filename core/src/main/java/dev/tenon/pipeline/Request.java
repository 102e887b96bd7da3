package dev.tenon.pipeline;

import dev.tenon.driver.Cancellation;
import dev.tenon.driver.Hands;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything that a link may know of its caller. Nothing else is read from the process: many
 * requests can be served by one.
 *
 * @param name under which Tenon was called: {@code ld}, {@code ld.lld}, {@code tenon-cc}
 * @param words after the name
 * @param folder working folder, absolute
 * @param environment of the caller
 * @param out results
 * @param err messages
 * @param own folders that hold Tenon's own names, never searched for real tools
 * @param state the user's folder for receipts and what was learnt of tools
 * @param hands that start the processes of this link
 * @param memory what outlives this request
 */
public record Request(
    String name,
    List<String> words,
    Path folder,
    Map<String, String> environment,
    OutputStream out,
    OutputStream err,
    List<Path> own,
    Path state,
    Hands hands,
    Memory memory,
    Cancellation cancellation) {
  public Request {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
    own = List.copyOf(own);
  }

  public Request withWords(List<String> changed) {
    return with(changed, environment);
  }

  public Request withName(String changed) {
    return copy(changed, words, environment, err);
  }

  public Request with(List<String> changed, Map<String, String> variables) {
    return copy(name, changed, variables, err);
  }

  Request withErr(OutputStream changed) {
    return copy(name, words, environment, changed);
  }

  private Request copy(
      String called, List<String> given, Map<String, String> variables, OutputStream messages) {
    return new Request(
        called, given, folder, variables, out, messages, own, state, hands, memory, cancellation);
  }

  /** Steps aside: the real tool takes the caller's place, with its own streams. */
  int become(String program, List<String> given) throws IOException {
    var command = new ArrayList<>(List.of(program));
    command.addAll(given);
    return hands.become(new Hands.Errand(command, folder, environment), cancellation);
  }
}
