package dev.tenon.setup;

import dev.tenon.explain.Code;
import dev.tenon.explain.Message;
import dev.tenon.explain.Refused;
import dev.tenon.model.BadRecord;
import dev.tenon.state.StateFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Sets Tenon up and takes it away again. Nothing is written before {@link #carryOut}; every method
 * throws {@link Refused} when something is in the way, and then nothing was changed.
 */
public final class Setup {
  private final Place place;
  private final Places places;
  private final long nowMillis;
  private final Log log;

  /** What files will hold, by their names, as far as it was looked at. */
  private final Map<Path, @Nullable String> texts = new LinkedHashMap<>();

  private final List<String> notes = new ArrayList<>();

  public Setup(Place place, long nowMillis) {
    this.place = place;
    this.places = place.places();
    this.nowMillis = nowMillis;
    String text = Disk.readOwn(places.record());
    try {
      this.log = text == null ? Log.EMPTY : Log.read(text);
    } catch (BadRecord e) {
      throw new Refused(
          3,
          Message.of(
              Code.T0601, "`" + places.record() + "`: " + e.place() + ": " + e.expectation()));
    }
  }

  /** What is set up now, and in which files. */
  public Proposal present() {
    return new Proposal(
        log.ways(), log.entries().stream().<Step>map(Step.Keep::new).toList(), List.of(), places);
  }

  /** Files that do not hold any more what was put there, or lead to a Tenon that is gone. */
  public List<Path> lost() {
    return recorded().stream()
        .filter(entry ->
            !isThere(entry) || entry.kind() == Entry.Kind.LINK && !Files.exists(entry.file()))
        .map(Entry::file)
        .toList();
  }

  /** What setting these up beside the others would change. */
  public Proposal add(Set<Way> ways) {
    mustBeOurs();
    var after = EnumSet.copyOf(ways);
    after.addAll(log.ways());
    var finder = new Finder(place);
    var wanted = new LinkedHashMap<Path, Change>();
    finder.shared(after).forEach(change -> wanted.put(change.file(), change));
    boolean cargo = ways.contains(Way.CARGO);
    if (cargo) {
      Change change = finder.cargo();
      wanted.put(change.file(), change);
    }
    var steps = new ArrayList<Step>();
    for (Entry entry : recorded()) {
      boolean stays = entry.kind() == Entry.Kind.CARGO && !cargo;
      Change change = wanted.get(entry.file());
      if (stays || change != null && stands(entry, change)) {
        steps.add(new Step.Keep(entry));
        wanted.remove(entry.file());
      } else {
        Step step = take(entry);
        if (change == null || step instanceof Step.Leave) {
          steps.add(step);
        } else if (step instanceof Step.Take) {
          // Put anew below, as what it was: the file stays ours if it was.
          wanted.remove(entry.file());
          steps.add(put(change, entry.made()));
        }
      }
    }
    wanted.values().forEach(change -> steps.add(put(change, null)));
    for (Step step : steps) {
      if (step instanceof Step.Leave leave) {
        throw new Refused(1, byHand(leave.entry()));
      }
    }
    return proposal(after, steps);
  }

  /** What taking these away would change. */
  public Proposal remove(Set<Way> ways) {
    mustBeOurs();
    var after = EnumSet.noneOf(Way.class);
    after.addAll(log.ways());
    after.removeAll(ways);
    var wanted = new LinkedHashMap<Path, Change>();
    new Finder(place).shared(after).forEach(change -> wanted.put(change.file(), change));
    var steps = new ArrayList<Step>();
    for (Entry entry : recorded()) {
      Change change = wanted.get(entry.file());
      boolean stays = entry.kind() == Entry.Kind.CARGO && !ways.contains(Way.CARGO);
      if (stays || change != null && stands(entry, change)) {
        steps.add(new Step.Keep(entry));
      } else {
        Step step = take(entry);
        steps.add(change != null && step instanceof Step.Take ? put(change, entry.made()) : step);
      }
    }
    return proposal(after, steps);
  }

  /**
   * Before anything is looked for: root with the {@code HOME} of a user would change that user's
   * files, and the compilers that are asked write there as well.
   */
  private void mustBeOurs() {
    if (place.state().equals(StateFolder.NONE)) {
      throw new Refused(
          1,
          Message.of(
                  Code.T0801,
                  "the state folder, where setup keeps its record, is not used: it or a folder"
                      + " above it belongs to another user, or others can write there")
              .note("nothing was changed")
              .help("TENON_STATE names another folder"));
    }
    String home = place.variable("HOME");
    if (home.startsWith("/")) {
      mustBeOurs(Path.of(home, ".profile"));
    }
  }

  private static void mustBeOurs(Path file) {
    String objection = StateFolder.objectionToWriting(file);
    if (objection != null) {
      throw Disk.refused(file, objection);
    }
  }

  private Proposal proposal(Set<Way> after, List<Step> steps) {
    for (Step step : steps) {
      if (step instanceof Step.Put || step instanceof Step.Take) {
        mustBeOurs(step.entry().file());
      }
    }
    return new Proposal(after, steps, notes, places);
  }

  /** Entries, one for each file: of two the one that is found there. */
  private List<Entry> recorded() {
    var one = new LinkedHashMap<Path, Entry>();
    for (Entry entry : log.entries()) {
      Entry other = one.get(entry.file());
      if (other == null || isThere(entry)) {
        one.put(entry.file(), entry);
      }
    }
    return List.copyOf(one.values());
  }

  private boolean isThere(Entry entry) {
    if (entry.kind() == Entry.Kind.LINK) {
      return entry.put().equals(Disk.target(entry.file()));
    }
    String text = text(entry.file());
    return text != null
        && (entry.isWithin() ? text.contains(entry.put()) : text.equals(entry.put()));
  }

  private boolean stands(Entry entry, Change change) {
    return isThere(entry)
        && switch (change) {
          case Change.Link link -> entry.put().equals(link.target().toString());
          case Change.Whole whole -> entry.put().equals(whole.text());
          case Change.Lines lines -> entry.put().lines().toList().containsAll(lines.lines());
          case Change.CargoLinker cargo ->
              CargoConfig.gives(
                  String.valueOf(text(cargo.file())), entry.put(), cargo.host(), cargo.linker());
        };
  }

  private Step take(Entry entry) {
    Path file = entry.file();
    if (entry.kind() == Entry.Kind.LINK) {
      String target = Disk.target(file);
      return target == null
          ? new Step.Gone(entry)
          : target.equals(entry.put()) ? new Step.Take(entry, null) : new Step.Leave(entry);
    }
    String text = text(file);
    if (text == null) {
      return new Step.Gone(entry);
    }
    if (!entry.isWithin()) {
      boolean own = file.startsWith(places.folder());
      if (!own && !text.equals(entry.put())) {
        return new Step.Leave(entry);
      }
      texts.put(file, null);
      return new Step.Take(entry, null);
    }
    var taken =
        entry.kind() == Entry.Kind.CARGO
            ? CargoConfig.remove(text, entry.put(), entry.was())
            : Edits.remove(text, entry.put(), entry.was());
    return switch (taken) {
      case Edits.Taken.Gone _ -> new Step.Gone(entry);
      case Edits.Taken.Changed _ -> new Step.Leave(entry);
      case Edits.Taken.Out(String rest) -> {
        Disk.mustBeWritable(file);
        String left = rest.isEmpty() && entry.isFresh() ? null : rest;
        texts.put(file, left);
        yield new Step.Take(entry, left);
      }
    };
  }

  /**
   * @param made what the same change had to make before; null if it is done for the first time
   */
  private Step put(Change change, @Nullable List<Path> made) {
    Path file = change.file();
    List<Path> missing = made == null ? Disk.missing(file) : made;
    return switch (change) {
      case Change.Link link -> {
        String target = link.target().toString();
        yield new Step.Put(entry(Entry.Kind.LINK, file, "", target, missing), null);
      }
      case Change.Whole whole -> {
        String text = text(file);
        if (text != null && !text.equals(whole.text()) && !file.startsWith(places.folder())) {
          throw Disk.refused(file, "there is one already, and it is not ours");
        }
        var kind = whole.isProgram() ? Entry.Kind.PROGRAM : Entry.Kind.FILE;
        yield new Step.Put(entry(kind, file, "", whole.text(), missing), whole.text());
      }
      case Change.Lines lines -> {
        var done = Edits.append(before(file), lines.lines(), "\n");
        yield within(Entry.Kind.LINES, file, done, missing);
      }
      case Change.CargoLinker cargo -> within(Entry.Kind.CARGO, file, cargo(cargo), missing);
    };
  }

  private Edits.Done cargo(Change.CargoLinker change) {
    String before = before(change.file());
    try {
      String own = CargoConfig.linker(before, change.host());
      if (own != null) {
        notes.add(
            "your own linker = "
                + own
                + " stays in the file as a comment and comes back with --undo;"
                + " TENON_CC names the compiler that tenon-cc calls");
      }
      return CargoConfig.insert(before, change.host(), change.linker());
    } catch (BadRecord e) {
      throw new Refused(
          3,
          Message.of(Code.T0802, "`" + change.file() + "`: " + e.place() + ": " + e.expectation())
              .note("nothing was changed"));
    }
  }

  private String before(Path file) {
    String text = text(file);
    Disk.mustBeWritable(file);
    if (text != null && (text.contains(Edits.BEGIN) || text.contains(Edits.END))) {
      throw Disk.refused(
          file, "it has lines of a set-up in it that is not in the record; remove them first");
    }
    return text == null ? "" : text;
  }

  private Step within(Entry.Kind kind, Path file, Edits.Done done, List<Path> made) {
    texts.put(file, done.text());
    return new Step.Put(entry(kind, file, done.was(), done.put(), made), done.text());
  }

  private Entry entry(Entry.Kind kind, Path file, String was, String put, List<Path> made) {
    return new Entry(kind, file, was, put, made, nowMillis);
  }

  private @Nullable String text(Path file) {
    if (!texts.containsKey(file)) {
      texts.put(file, Disk.read(file));
    }
    return texts.get(file);
  }

  static Message byHand(Entry entry) {
    Message message =
        Message.of(
            Code.T0804,
            "`" + entry.file() + "`: what setup put there was changed by hand; it stays");
    return entry.isWithin()
        ? message.help("remove the lines from `" + Edits.BEGIN + "` to `" + Edits.END + "`")
        : message.help("remove the file");
  }

  /** Changes the files. The record is on disk before the first of them is touched. */
  public void carryOut(Proposal proposal) {
    if (proposal.changesNothing()) {
      return;
    }
    var after = new ArrayList<Entry>();
    try (var disk = new Disk(place.state())) {
      for (Step step : proposal.steps()) {
        switch (step) {
          case Step.Put(Entry entry, String text) -> {
            after.add(entry);
            if (text == null) {
              disk.stageLink(entry.file(), entry.put());
            } else {
              disk.stage(entry.file(), text, entry.kind() == Entry.Kind.PROGRAM);
            }
          }
          case Step.Take(Entry entry, String text) -> {
            if (text != null) {
              disk.stage(entry.file(), text, false);
            }
          }
          case Step.Keep(Entry entry) -> after.add(entry);
          case Step.Leave(Entry entry) -> after.add(entry);
          case Step.Gone _ -> {}
        }
      }
      // Until all is done the record has the old and the new: whichever is found is ours.
      var both = new LinkedHashSet<>(log.entries());
      both.addAll(after);
      var ways = EnumSet.noneOf(Way.class);
      ways.addAll(log.ways());
      ways.addAll(proposal.ways());
      record(new Log(ways, List.copyOf(both)));
      disk.publish();
    }
    for (Step step : proposal.steps()) {
      if (step instanceof Step.Take(Entry entry, String text) && text == null) {
        Disk.remove(entry.file());
      }
    }
    if (proposal.ways().isEmpty() && after.isEmpty()) {
      Disk.remove(places.record());
    } else {
      record(new Log(proposal.ways(), after));
    }
    var folders = new ArrayList<Path>();
    for (Step step : proposal.steps()) {
      if (step instanceof Step.Take || step instanceof Step.Gone) {
        folders.addAll(step.entry().made().stream().filter(made -> !isFile(step, made)).toList());
        ownFolders(step.entry().file(), folders);
      }
    }
    folders.sort(Comparator.comparingInt(Path::getNameCount).reversed());
    folders.forEach(Disk::delete);
  }

  private static boolean isFile(Step step, Path made) {
    return made.equals(step.entry().file());
  }

  private void ownFolders(Path file, List<Path> folders) {
    for (Path at = file.getParent();
        at != null && at.startsWith(places.folder());
        at = at.getParent()) {
      folders.add(at);
    }
  }

  private void record(Log now) {
    try (var disk = new Disk(place.state())) {
      disk.stage(places.record(), now.print(), false);
      disk.publish();
    }
  }
}
