package dev.tenon.setup;

import dev.tenon.explain.Message;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What will be changed, before it is. */
public final class Proposal {
  private final Set<Way> ways;
  private final List<Step> steps;
  private final List<String> notes;
  private final Places places;

  Proposal(Set<Way> ways, List<Step> steps, List<String> notes, Places places) {
    this.ways = Set.copyOf(ways);
    this.steps = List.copyOf(steps);
    this.notes = List.copyOf(notes);
    this.places = places;
  }

  /** Set up afterwards. */
  public Set<Way> ways() {
    return ways;
  }

  List<Step> steps() {
    return steps;
  }

  public boolean changesNothing() {
    return steps.stream().allMatch(step -> step instanceof Step.Keep || step instanceof Step.Leave);
  }

  /** What the user should know of values that were there before. */
  public List<String> notes() {
    return notes;
  }

  /** A message for each change that stays because somebody edited it. */
  public List<Message> left() {
    return steps.stream()
        .filter(Step.Leave.class::isInstance)
        .map(step -> Setup.byHand(step.entry()))
        .toList();
  }

  /** The line that gives the current shell the settings; null if there are none. */
  public @Nullable String line() {
    boolean any =
        steps.stream()
            .filter(step -> step instanceof Step.Put || step instanceof Step.Keep)
            .anyMatch(step -> step.entry().file().equals(places.sh()));
    return any ? ". " + Edits.sh(places.sh().toString()) : null;
  }

  public Path record() {
    return places.record();
  }

  /** A line per file, with the lines that go into it or out of it below. */
  public String print() {
    return steps.stream().map(Proposal::print).collect(Collectors.joining());
  }

  private static String print(Step step) {
    return switch (step) {
      case Step.Put(Entry entry, _) -> put(entry);
      case Step.Take(Entry entry, String rest) ->
          entry.isWithin()
              ? (rest == null ? "  remove  " : "  edit    ")
                  + entry.file()
                  + "\n"
                  + marked("-", entry.put())
                  + marked("+", entry.was())
              : "  remove  " + entry.file() + "\n";
      case Step.Keep(Entry entry) -> "  stands  " + entry.file() + "\n";
      case Step.Gone(Entry entry) -> "  gone    " + entry.file() + "\n";
      case Step.Leave(Entry entry) -> "  leave   " + entry.file() + "\n";
    };
  }

  private static String put(Entry entry) {
    return switch (entry.kind()) {
      case LINK -> "  link    " + entry.file() + " -> " + entry.put() + "\n";
      case FILE, PROGRAM -> "  write   " + entry.file() + "\n";
      case LINES, CARGO ->
          (entry.isFresh() ? "  write   " : "  edit    ")
              + entry.file()
              + "\n"
              + marked("-", entry.was())
              + marked("+", entry.put());
    };
  }

  private static String marked(String mark, String text) {
    return text.lines()
        .filter(line -> !line.isBlank())
        .map(line -> "            " + mark + " " + line + "\n")
        .collect(Collectors.joining());
  }
}
