package dev.tenon.frontend.ld;

import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.OutputKind;
import dev.tenon.model.RootedPath;
import dev.tenon.model.State;
import dev.tenon.option.Content;
import dev.tenon.option.Family;
import dev.tenon.option.Mark;
import dev.tenon.option.Option;
import dev.tenon.option.OptionTable;
import dev.tenon.option.Spelling;
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

  /** What the last input found. */
  private State last = State.PLAIN;

  /** Whether an input or a library stands before. */
  private boolean hasBegun;

  private boolean saysDynamic;
  private boolean isStatic;
  private @Nullable String target;
  private boolean query;
  private boolean isNamed;
  private @Nullable String refusal;

  private final Family caller;
  private final Kinds kinds;
  private final Brackets brackets;
  private final Machines machines;

  private LdFrontend(Family caller, boolean windows) {
    this.caller = caller;
    this.kinds = new Kinds(caller);
    this.brackets = new Brackets(caller);
    this.machines = new Machines(caller, windows);
  }

  /**
   * What a command line asks for.
   *
   * @param query whether it asks the linker about itself ({@code --version}, {@code --help}), so
   *     that nothing is linked
   * @param incomplete why the plan does not say what the words say, or null: words that the linker
   *     refuses, or that this frontend is not sure to read as the linker does. Only the linker with
   *     the very words can answer then; the plan is good for explanations at best
   * @param isNamed whether the words name the primary output; otherwise a linker script may do so
   * @param end what holds after the last word
   */
  public record Parsed(
      LinkPlan plan, boolean query, @Nullable String incomplete, boolean isNamed, State end) {
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
    return read(words, caller, linker, false);
  }

  /**
   * The part of a command line that stands behind a driver's own inputs.
   *
   * @param start what holds before the first word
   */
  public static Parsed read(
      List<String> words, Family caller, @Nullable String linker, State start) {
    var reader = new LdFrontend(caller, false);
    reader.state = start;
    reader.last = start;
    reader.hasBegun = true;
    return reader.read(words, linker);
  }

  /**
   * @param windows whether the linker makes PE files when it is not told what to make
   */
  public static Parsed read(
      List<String> words, Family caller, @Nullable String linker, boolean windows) {
    return new LdFrontend(caller, windows).read(words, linker);
  }

  private Parsed read(List<String> words, @Nullable String linker) {
    List<Word> read = OptionTable.linker().read(words, caller);
    if (caller == Family.MOLD) {
      staticThroughout(read);
    }
    read.forEach(this::word);
    int understood = read.stream().mapToInt(word -> word.raw().size()).sum();
    if (understood != words.size()) {
      // The linker warns that it will not go on taking them.
      refuse("several options in one word");
    }
    LinkPlan plan = plan(words, linker);
    return new Parsed(plan, query, refusal, isNamed, state);
  }

  private void word(Word word) {
    switch (word) {
      case Word.Positional file -> input(file.text());
      case Word.Known known -> {
        Option option = known.option();
        if (isLost(known)) {
          refuse(known.raw().getFirst() + " is an option of other linkers");
        }
        if (isOfSomeVersions(known)) {
          refuse(known.raw().getFirst() + " is known to some versions only");
        }
        machines.meet(option);
        option(option, known.on(), known.value());
      }
      // The linker refuses it as a rule; what it does if not, nobody claims to know.
      case Word.Unknown unknown -> items.add(new Item.Raw(unknown.word()));
      case Word.MissingValue missing -> refuse(missing.word() + " without its value");
    }
  }

  /**
   * Whether it is an option of other linkers that this one would not get to refuse in the caller's
   * words: nothing in the plan repeats it, it is left out for linkers that lack it, or it is
   * written in another way.
   */
  private boolean isLost(Word.Known known) {
    Option option = known.option();
    if (OptionTable.linker().support(option, caller).accepted()) {
      return false;
    }
    boolean repeated =
        switch (option.role()) {
          case STATE, KIND, RESPONSE -> false;
          default -> !option.is(Mark.HINT);
        };
    return !repeated
        || OptionTable.linker()
            .spellAsOthers(option, known.on(), known.value())
            .filter(words -> !words.equals(known.raw()))
            .isPresent();
  }

  /** Whether it is written in a way that only later versions take, where others would be taken. */
  private boolean isOfSomeVersions(Word.Known known) {
    for (Spelling spelling : known.option().spellings()) {
      if (spelling.since() != null
          && spelling.families().contains(caller)
          && bare(spelling.word()).equals(bare(known.raw().getFirst()))) {
        return true;
      }
    }
    return false;
  }

  /** A word without dashes and value. */
  private static String bare(String word) {
    return word.replaceFirst("^-+", "").replaceFirst("=.*", "");
  }

  private void refuse(@Nullable String why) {
    refusal = refusal == null ? why : refusal;
  }

  /**
   * For mold the last of {@code -static}, {@code -Bstatic} and {@code -Bdynamic} says what holds
   * for the whole link, and for the libraries in front of the first of them.
   */
  private void staticThroughout(List<Word> words) {
    boolean last = state.isStatic();
    for (Word word : words) {
      if (word instanceof Word.Known known) {
        last =
            switch (known.option().id()) {
              case "static" -> true;
              case "static-libraries" -> known.on();
              case "omagic" -> last || known.on();
              default -> last;
            };
      }
    }
    isStatic = last;
    state = state.withStatic(last);
  }

  private LinkPlan plan(List<String> words, @Nullable String linker) {
    isNamed = outputs.containsKey(LinkPlan.Output.PRIMARY);
    if (!isNamed) {
      output(LinkPlan.Output.PRIMARY, machines.isWindows(target) ? "a.exe" : "a.out");
    }
    refuse(kinds.refusal());
    refuse(brackets.refusal());
    refuse(machines.refusal(target));
    if (caller == Family.MOLD
        && kinds.kind() == OutputKind.RELOCATABLE
        && !isStatic
        && saysDynamic) {
      refuse("-r and -Bdynamic do not go together");
    }
    if (!state.withGroup(0).withLazy(0).equals(last.withGroup(0).withLazy(0))) {
      items.add(new Item.Implicit(state.withGroup(0).withLazy(0)));
    }
    items.addAll(0, kinds.overridden());
    // The primary output comes last: it is published last.
    LinkPlan.Output primary = Objects.requireNonNull(outputs.remove(LinkPlan.Output.PRIMARY));
    if (caller == Family.BFD) {
      outputs.computeIfPresent("map-file", (_, map) -> namedAfter(primary, map));
    }
    timeTrace(primary.file());
    outputs.put(LinkPlan.Output.PRIMARY, primary);
    return new LinkPlan(
        kinds.kind(),
        isStatic,
        target,
        null,
        linker,
        LinkPlan.Layout.DENSE,
        List.copyOf(outputs.values()),
        items,
        new LinkPlan.Provenance("ld", words));
  }

  /** LLD names it after the output where it is not named. */
  private void timeTrace(RootedPath primary) {
    boolean unnamed =
        items.removeIf(item ->
            item instanceof Item.Setting(String option, Item.Value value)
                && option.equals("time-trace")
                && !value.equals(new Item.Value.Text("-")));
    if (unnamed) {
      RootedPath base = primary.equals(RootedPath.STDOUT) ? RootedPath.of("out") : primary;
      outputs.put(
          "time-trace",
          new LinkPlan.Output(
              "time-trace", new RootedPath(base.root(), base.path() + LinkPlan.Output.TIME_TRACE)));
    }
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
    begin();
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
        if (option.content() == Content.WRITE) {
          // The last one wins, be it a file, a stream or neither.
          outputs.remove(option.id());
          items.removeIf(
              item -> item instanceof Item.Setting setting && setting.option().equals(option.id()));
        }
        boolean isFile = option.content() == Content.WRITE && !(value == null || value.isEmpty());
        boolean stream = "-".equals(value) && option.is(Mark.DASH, caller);
        if (value == null || !isFile || stream) {
          setting(option, on, value);
        } else {
          output(option.id(), value.equals("-") ? "./-" : value);
        }
      }
      case QUERY -> {
        query |= !GOING_ON.contains(option.id());
        setting(option, on, value);
      }
      case RESPONSE -> {
        // Its work is done; a value that the linker does not know is for it to refuse.
        if (!option.choices().contains(value)) {
          setting(option, on, value);
        }
      }
      default -> {
        // mold runs another command in place of linking.
        query |= option.id().equals("run");
        boolean magic = option.id().equals("omagic") || option.id().equals("nmagic");
        if (magic && on && caller != Family.MOLD) {
          state = state.withStatic(true);
        }
        setting(option, on, value);
      }
    }
  }

  private void primary(Option option, String written) {
    if (written.isEmpty() && caller == Family.LLD) {
      outputs.remove(LinkPlan.Output.PRIMARY);
    } else if (written.isEmpty()) {
      refuse("an output without a name");
    } else if (written.equals("-") && option.is(Mark.DASH, caller)) {
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
    // LLD looks for a folder that is called $SYSROOT.
    List<String> signs = caller == Family.LLD ? List.of("=") : List.of("=", "$SYSROOT");
    items.add(new Item.Setting(option.id(), Settings.value(option, on, value, signs)));
  }

  private void begin() {
    last = state;
    hasBegun = true;
  }

  private void library(String name) {
    boolean exact = name.startsWith(":");
    items.add(new Item.Library(exact ? name.substring(1) : name, exact, state));
    begin();
  }

  private void kind(Option option, boolean on, @Nullable String value) {
    switch (option.id()) {
      case "shared" -> kinds.say(OutputKind.SHARED);
      case "relocatable" -> kinds.say(OutputKind.RELOCATABLE);
      case "relocatable-constructors" -> {
        kinds.say(OutputKind.RELOCATABLE);
        setting(option, on, value);
      }
      case "pie" -> kinds.say(on ? OutputKind.PIE : OutputKind.EXECUTABLE);
      case "static" -> {
        isStatic |= caller != Family.MOLD && !hasBegun;
        state = state.withStatic(true);
      }
      default -> setting(option, on, value);
    }
  }

  private void state(Option option, boolean on, @Nullable String value) {
    switch (option.id()) {
      case "static-libraries" -> {
        state = state.withStatic(on);
        // GNU ld takes back nothing that was said before the first input.
        isStatic |= on && caller == Family.BFD && !hasBegun;
        saysDynamic |= !on;
      }
      case "hp-library-kind" -> {
        if (!option.choices().contains(value)) {
          refuse("-a " + value);
        }
        state = state.withStatic("archive".equals(value));
      }
      case "as-needed" -> state = state.withAsNeeded(on);
      case "whole-archive" -> state = state.withWhole(on);
      case "copy-dt-needed-entries" -> state = state.withCopyNeeded(on);
      case "format" -> state = state.withFormat("default".equals(value) ? null : value);
      case "start-group" -> state = state.withGroup(brackets.startGroup());
      case "end-group" -> {
        brackets.endGroup();
        state = state.withGroup(0);
      }
      case "start-lib" -> state = state.withLazy(brackets.startLib());
      case "end-lib" -> {
        brackets.endLib();
        state = state.withLazy(0);
      }
      case "push-state" -> saved.push(state);
      case "pop-state" -> {
        if (saved.isEmpty()) {
          refuse("--pop-state without --push-state");
        } else {
          // Groups are brackets of their own, and formats are not part of what is saved.
          state =
              saved
                  .pop()
                  .withGroup(state.group())
                  .withLazy(state.lazy())
                  .withFormat(state.format());
        }
      }
      default -> setting(option, on, value);
    }
  }
}
