package dev.tenon.pipeline;

import dev.tenon.driver.Cancellation;
import java.io.OutputStream;
import java.nio.file.Path;
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
    Cancellation cancellation) {
  public Request {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
    own = List.copyOf(own);
  }

  public Request withWords(List<String> changed) {
    return new Request(name, changed, folder, environment, out, err, own, state, cancellation);
  }

  public Request withName(String changed) {
    return new Request(changed, words, folder, environment, out, err, own, state, cancellation);
  }

  public Request with(List<String> changed, Map<String, String> variables) {
    return new Request(name, changed, folder, variables, out, err, own, state, cancellation);
  }

  Request withErr(OutputStream changed) {
    return new Request(name, words, folder, environment, out, changed, own, state, cancellation);
  }
}
