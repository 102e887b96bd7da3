package dev.tenon.frontend.cc;

import dev.tenon.frontend.ld.LdFrontend;
import dev.tenon.frontend.ld.Settings;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.OutputKind;
import dev.tenon.model.RootedPath;
import dev.tenon.model.State;
import dev.tenon.option.Family;
import dev.tenon.option.Option;
import dev.tenon.option.OptionTable;
import dev.tenon.option.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads one command line of gcc or clang. */
public final class CcFrontend {
  /** Ids of the driver's own options in plans begin so. */
  public static final String OWN = "cc.";

  private final List<Item> settings = new ArrayList<>();

  /** Inputs, libraries and linker words in their order, as a linker would be given them. */
  private final List<String> stream = new ArrayList<>();

  private Use use = Use.LINK;
  private OutputKind kind = OutputKind.DEFAULT;
  private boolean isStatic;
  private @Nullable String output;
  private @Nullable String linker;
  private boolean language;
  private boolean inputs;

  private final State start;

  private CcFrontend(State start) {
    this.start = start;
  }

  /** What a command line is for. */
  public enum Use {
    /** Links what is compiled already. */
    LINK,
    /** Compiles sources and links them in one go. */
    COMPILE_AND_LINK,
    /** Stops before the link, or asks something. */
    OTHER
  }

  /**
   * A command line as understood.
   *
   * @param plan null unless the use is LINK
   */
  public record Parsed(Use use, @Nullable LinkPlan plan) {}

  /**
   * @param words without response files
   * @param driver GCC or CLANG
   * @param name under which the plan remembers the driver
   * @param start the state in which the driver's own words leave the linker before the caller's
   */
  public static Parsed read(List<String> words, Family driver, String name, State start) {
    var reader = new CcFrontend(start);
    for (Word word : OptionTable.driver().read(words, driver)) {
      switch (word) {
        case Word.Positional input -> reader.input(input.text());
        case Word.Known known -> reader.option(known.option(), known.on(), known.value());
        // The driver knows it better than we do, or refuses it in its own words.
        case Word.Unknown _ -> reader.aside();
        case Word.MissingValue _ -> reader.use = Use.OTHER;
      }
    }
    if (!reader.inputs) {
      reader.use = Use.OTHER;
    }
    return reader.use == Use.LINK ? reader.parsed(words, name) : new Parsed(reader.use, null);
  }

  private Parsed parsed(List<String> words, String name) {
    Family grammar =
        linker == null
            ? Family.BFD
            : linker.contains("lld")
                ? Family.LLD
                : linker.contains("mold") ? Family.MOLD : Family.BFD;
    var line = LdFrontend.read(stream, grammar, null, start);
    LinkPlan inner = line.plan();
    boolean contradicts =
        inner.kind() != OutputKind.DEFAULT
            || inner.isStatic()
            || inner.target() != null
            || stream.contains("-o")
            || line.query()
            || line.incomplete() != null;
    if (contradicts) {
      // The linker is told behind the driver's back; only the driver's own way is sure to be meant.
      return new Parsed(Use.COMPILE_AND_LINK, null);
    }
    var items = new ArrayList<Item>(settings);
    items.addAll(inner.items());
    items.removeIf(Item.Implicit.class::isInstance);
    items.add(new Item.Implicit(line.end()));
    var outputs = new ArrayList<LinkPlan.Output>();
    for (LinkPlan.Output side : inner.outputs()) {
      if (!side.role().equals(LinkPlan.Output.PRIMARY)) {
        outputs.add(side);
      }
    }
    String primary = output == null ? "a.out" : output;
    outputs.add(
        new LinkPlan.Output(
            LinkPlan.Output.PRIMARY,
            primary.equals("-") ? RootedPath.of("./-") : RootedPath.of(primary)));
    return new Parsed(
        Use.LINK,
        new LinkPlan(
            kind,
            isStatic,
            null,
            name,
            linker,
            LinkPlan.Layout.DENSE,
            outputs,
            items,
            new LinkPlan.Provenance("cc", words)));
  }

  private void aside() {
    use = use == Use.OTHER ? use : Use.COMPILE_AND_LINK;
  }

  private void input(String text) {
    inputs = true;
    if (language || Sources.compiles(text)) {
      aside();
    } else {
      stream.add(text.startsWith("-") ? "./" + text : text);
    }
  }

  private void option(Option option, boolean on, @Nullable String value) {
    switch (option.role()) {
      case NO_LINK, QUERY -> use = Use.OTHER;
      case LINKER_WORDS -> words(option, Objects.requireNonNull(value));
      case LIBRARY -> library(option, Objects.requireNonNull(value));
      case KIND -> kind(option, on, value);
      case OUTPUT -> output = value;
      default -> other(option, on, value);
    }
  }

  private void library(Option option, String name) {
    if (option.id().equals("library")) {
      inputs = true;
      stream.add("-l" + name);
    } else {
      own(option, true, name);
    }
  }

  private void words(Option option, String value) {
    switch (option.id()) {
      case "linker-words" -> stream.addAll(List.of(value.split(",", -1)));
      case "linker-word" -> stream.add(value);
      case "z" -> stream.addAll(List.of("-z", value));
      default -> own(option, true, value);
    }
  }

  private void kind(Option option, boolean on, @Nullable String value) {
    switch (option.id()) {
      case "shared" -> kind = OutputKind.SHARED;
      case "relocatable" -> kind = OutputKind.RELOCATABLE;
      case "pie" -> {
        if (kind != OutputKind.SHARED && kind != OutputKind.RELOCATABLE) {
          kind = on ? OutputKind.PIE : OutputKind.EXECUTABLE;
        }
      }
      case "static" -> isStatic = true;
      case "static-pie" -> {
        isStatic = true;
        kind = OutputKind.PIE;
      }
      default -> own(option, on, value);
    }
  }

  private void other(Option option, boolean on, @Nullable String value) {
    switch (option.id()) {
      case "fuse-ld" -> linker = Objects.requireNonNull(value);
      case "ld-path" -> aside();
      case "language" -> language = !"none".equals(value);
      case "save-temps", "dumpdir", "dumpbase", "wrapper", "emit-static-lib" -> aside();
      default -> own(option, on, value);
    }
  }

  private void own(Option option, boolean on, @Nullable String value) {
    settings.add(
        new Item.Setting(
            OWN + option.id(), Settings.value(option, on, value, List.of("=", "$SYSROOT"))));
  }
}
