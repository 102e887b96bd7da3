package dev.tenon.frontend.ld;

import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.OutputKind;
import dev.tenon.model.RootedPath;
import dev.tenon.model.State;
import dev.tenon.option.Family;
import dev.tenon.option.Mark;
import dev.tenon.option.Option;
import dev.tenon.option.OptionTable;
import dev.tenon.option.Word;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one command line of a linker. */
public final class LdFrontend {
  /** Questions that a linker answers before it goes on to link. */
  private static final Set<String> GOING_ON = Set.of("print-version", "print-emulations");

  private final List<Item> items = new ArrayList<>();
  private final Map<String, LinkPlan.Output> outputs = new LinkedHashMap<>();
  private final Deque<State> saved = new ArrayDeque<>();
  private State state = State.PLAIN;
  private OutputKind kind = OutputKind.DEFAULT;
  private boolean isStatic;
  private @Nullable String target;
  private int groups;
  private boolean query;

  private final Family caller;

  private LdFrontend(Family caller) {
    this.caller = caller;
  }

  /**
   * What a command line asks for.
   *
   * @param query whether it asks the linker about itself ({@code --version}, {@code --help}), so
   *     that nothing is linked
   * @param incomplete an option whose value is missing, or null
   * @param end what holds after the last word
   */
  public record Parsed(LinkPlan plan, boolean query, @Nullable String incomplete, State end) {
    public boolean hasInputs() {
      return plan.items().stream()
          .anyMatch(i ->
              i instanceof Item.Input
                  || i instanceof Item.Library
                  || i instanceof Item.Setting s && s.option().equals("script"));
    }
  }

  /**
   * @param caller the family whose rules the words follow
   * @param linker the family asked for by name, or null
   */
  public static Parsed read(List<String> words, Family caller, @Nullable String linker) {
    return read(words, caller, linker, State.PLAIN);
  }

  /**
   * @param start what holds before the first word
   */
  public static Parsed read(
      List<String> words, Family caller, @Nullable String linker, State start) {
    var reader = new LdFrontend(caller);
    reader.state = start;
    String incomplete = null;
    for (Word word : OptionTable.linker().read(words, caller)) {
      switch (word) {
        case Word.Positional file -> reader.input(file.text());
        case Word.Known known -> reader.option(known.option(), known.on(), known.value());
        case Word.Unknown unknown -> reader.items.add(new Item.Raw(unknown.word()));
        case Word.MissingValue missing -> incomplete = missing.word();
      }
    }
    return new Parsed(reader.plan(words, linker), reader.query, incomplete, reader.state);
  }

  private LinkPlan plan(List<String> words, @Nullable String linker) {
    if (!outputs.containsKey(LinkPlan.Output.PRIMARY)) {
      boolean pe = target != null && target.startsWith("i386pe");
      output(LinkPlan.Output.PRIMARY, pe ? "a.exe" : "a.out");
    }
    // The primary output comes last: it is published last.
    LinkPlan.Output primary = Objects.requireNonNull(outputs.remove(LinkPlan.Output.PRIMARY));
    if (caller == Family.BFD) {
      outputs.computeIfPresent("map-file", (_, map) -> namedAfter(primary, map));
    }
    outputs.put(LinkPlan.Output.PRIMARY, primary);
    return new LinkPlan(
        kind,
        isStatic,
        target,
        null,
        linker,
        LinkPlan.Layout.DENSE,
        List.copyOf(outputs.values()),
        items,
        new LinkPlan.Provenance("ld", words));
  }

  /** GNU ld puts the output's name where a percent sign stands in the name of the map. */
  private static LinkPlan.Output namedAfter(LinkPlan.Output primary, LinkPlan.Output map) {
    RootedPath out = primary.file();
    String name = (out.root().equals(RootedPath.HOST) ? "/" : "") + out.path();
    String path = map.file().path().replace("%", name);
    return new LinkPlan.Output(
        map.role(),
        map.file().root().equals(RootedPath.CWD)
            ? RootedPath.of(path)
            : new RootedPath(map.file().root(), path));
  }

  private void input(String text) {
    items.add(new Item.Input(RootedPath.of(text), state));
  }

  private void option(Option option, boolean on, @Nullable String value) {
    switch (option.role()) {
      case STATE -> state(option, on, value);
      case KIND -> kind(option, on, value);
      case LIBRARY -> library(Objects.requireNonNull(value));
      case TARGET -> {
        if (option.id().equals("emulation")) {
          target = value;
        } else {
          setting(option, on, value);
        }
      }
      case OUTPUT -> primary(option, Objects.requireNonNull(value));
      case SIDE_OUTPUT -> {
        boolean stream = "-".equals(value) && option.is(Mark.DASH, caller);
        if (value == null || stream || value.isEmpty()) {
          setting(option, on, value);
        } else {
          output(option.id(), value.equals("-") ? "./-" : value);
        }
      }
      case QUERY -> {
        query |= !GOING_ON.contains(option.id());
        setting(option, on, value);
      }
      default -> {
        // mold runs another command in place of linking.
        query |= option.id().equals("run");
        setting(option, on, value);
      }
    }
  }

  private void primary(Option option, String written) {
    if (written.equals("-") && option.is(Mark.DASH, caller)) {
      outputs.put(
          LinkPlan.Output.PRIMARY, new LinkPlan.Output(LinkPlan.Output.PRIMARY, RootedPath.STDOUT));
    } else {
      output(LinkPlan.Output.PRIMARY, written.equals("-") ? "./-" : written);
    }
  }

  private void output(String role, String written) {
    RootedPath file = RootedPath.of(written);
    outputs.remove(role);
    outputs.put(role, new LinkPlan.Output(role, file));
  }

  private void setting(Option option, boolean on, @Nullable String value) {
    items.add(new Item.Setting(option.id(), Settings.value(option, on, value)));
  }

  private void library(String name) {
    boolean exact = name.startsWith(":");
    items.add(new Item.Library(exact ? name.substring(1) : name, exact, state));
  }

  private void kind(Option option, boolean on, @Nullable String value) {
    switch (option.id()) {
      case "shared" -> kind = OutputKind.SHARED;
      case "relocatable" -> kind = OutputKind.RELOCATABLE;
      case "pie" -> {
        boolean executable = kind != OutputKind.SHARED && kind != OutputKind.RELOCATABLE;
        if (on || executable) {
          kind = on ? OutputKind.PIE : OutputKind.EXECUTABLE;
        }
      }
      case "static" -> {
        isStatic = true;
        state = state.withStatic(true);
      }
      default -> setting(option, on, value);
    }
  }

  private void state(Option option, boolean on, @Nullable String value) {
    switch (option.id()) {
      case "static-libraries" -> state = state.withStatic(on);
      case "hp-library-kind" -> state = state.withStatic("archive".equals(value));
      case "as-needed" -> state = state.withAsNeeded(on);
      case "whole-archive" -> state = state.withWhole(on);
      case "copy-dt-needed-entries" -> state = state.withCopyNeeded(on);
      case "format" -> state = state.withFormat("default".equals(value) ? null : value);
      case "start-group" -> state = state.withGroup(++groups);
      case "end-group" -> state = state.withGroup(0);
      case "start-lib" -> state = state.withLazy(++groups);
      case "end-lib" -> state = state.withLazy(0);
      case "push-state" -> saved.push(state);
      case "pop-state" -> {
        if (!saved.isEmpty()) {
          // Groups are brackets of their own and not part of what is saved.
          state = saved.pop().withGroup(state.group()).withLazy(state.lazy());
        }
      }
      default -> setting(option, on, value);
    }
  }
}
