package dev.tenon.explain;

import java.util.List;

/**
 * One numbered message.
 *
 * @param code stable, {@code T0123}; {@code tenon explain CODE} tells more
 * @param text what is wrong
 * @param notes what was found, a line or more each
 * @param helps what to do about it
 */
public record Message(Code code, String text, List<String> notes, List<String> helps) {
  public Message {
    notes = List.copyOf(notes);
    helps = List.copyOf(helps);
  }

  public static Message of(Code code, String text) {
    return new Message(code, text, List.of(), List.of());
  }

  public Message note(String note) {
    return new Message(code, text, plus(notes, note), helps);
  }

  public Message help(String help) {
    return new Message(code, text, notes, plus(helps, help));
  }

  /** As it is printed, a line feed at the end. */
  public String print() {
    var out = new StringBuilder("error[" + code + "]: " + text + "\n");
    notes.forEach(note -> out.append("note: ").append(note).append('\n'));
    helps.forEach(help -> out.append("help: ").append(help).append('\n'));
    return out.toString();
  }

  private static List<String> plus(List<String> list, String more) {
    return java.util.stream.Stream.concat(list.stream(), java.util.stream.Stream.of(more)).toList();
  }
}
