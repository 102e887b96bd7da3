package dev.tenon.pipeline;

import dev.tenon.dialect.GnuThroughCc;
import dev.tenon.driver.Question;
import dev.tenon.frontend.ld.LdFrontend;
import dev.tenon.model.Binding;
import dev.tenon.model.Item;
import dev.tenon.model.LinkPlan;
import dev.tenon.model.Recipe;
import dev.tenon.model.RootedPath;
import dev.tenon.model.State;
import dev.tenon.model.Tool;
import dev.tenon.model.Toolchain;
import dev.tenon.option.Family;
import dev.tenon.option.ResponseFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks a compiler driver with {@code -###} what it would tell its linker. */
final class Asking {
  /** Stands before the caller's words, so that the driver's own can be told from them. */
  private static final String BEGIN = "--tenon-begin";

  /** Stands, with a number, for inputs that need not go through the driver to be known. */
  private static final String INPUTS = "--tenon-inputs=";

  private static final Pattern LINKER =
      Pattern.compile("(^|[/-])(collect2|ld|ld\\.[a-z]+|mold)(-[0-9]+)?$");

  private final Request request;
  private final Capabilities capabilities;
  private final Tool driver;
  private final Answers answers;

  Asking(Request request, Capabilities capabilities, Tool driver) {
    this.request = request;
    this.answers = request.memory().past(request.state()).answers;
    this.capabilities = capabilities;
    this.driver = driver;
  }

  /**
   * What the driver said.
   *
   * @param program that it would run as its linker
   * @param own how many words of the driver's own come first
   */
  record Answer(List<String> command, String program, List<String> words, int own) {
    /** What holds when the driver's first words are read. */
    State start(Family linker) {
      return LdFrontend.read(words.subList(0, own), linker, null).end();
    }
  }

  /**
   * @param known an answer that was given before, taken if the question would be the same
   * @return null if the driver does not say
   */
  @Nullable Answer ask(LinkPlan plan, GnuThroughCc.Steering steering, @Nullable Answer known)
      throws IOException {
    var runs = new ArrayList<List<String>>();
    Toolchain toolchain =
        new Toolchain(
            List.of(driver),
            capabilities.missing(driver),
            "asked what it adds",
            Surroundings.relevant(request));
    var roots = Map.of(RootedPath.CWD, request.folder().toString());
    var binding =
        new Binding(plan.withItems(shorter(plan, runs)), toolchain, roots, List.of(), List.of());
    Recipe.Step step = GnuThroughCc.recipe(binding, steering, List.of(BEGIN)).steps().getLast();
    var command = new ArrayList<>(step.argv());
    command.add(1, "-###");
    if (known != null && command.equals(known.command())) {
      return known;
    }
    var names = new GivenNames(plan, command);
    var question = Answers.question(request, driver, names.hidden(command));
    List<String> before = question == null ? null : answers.known(question);
    if (before != null) {
      return answer(command, names.shown(before), runs);
    }
    // Looked at first: what is added while the driver answers is then seen the next time.
    Witnesses witnesses = question == null ? null : Answers.witnesses(request, command);
    var said = Question.ask(command, request.folder(), request.environment(), step.set());
    String refused = Capabilities.refused(said.err(), steering.fuse());
    if (refused != null && !toolchain.missing().contains(refused)) {
      capabilities.learn(driver, refused);
      return ask(plan, steering, null);
    }
    List<String> words = ResponseFiles.split(lastCommand(said.err()));
    Answer answer = said.exit() == 0 ? answer(command, words, runs) : null;
    if (answer != null && question != null && witnesses != null && names.areOnce(words)) {
      answers.keep(question, names.hidden(words), witnesses);
    }
    return answer;
  }

  private static @Nullable Answer answer(
      List<String> command, List<String> words, List<List<String>> runs) {
    boolean linker = !words.isEmpty() && LINKER.matcher(words.getFirst()).find();
    int begin = words.indexOf(BEGIN);
    return linker && begin > 0
        ? new Answer(command, words.getFirst(), filled(words, runs), begin - 1)
        : null;
  }

  /** The items with all but the first of neighbouring inputs replaced by one word. */
  private static List<Item> shorter(LinkPlan plan, List<List<String>> runs) {
    var items = new ArrayList<Item>();
    Item.Input first = null;
    boolean running = false;
    for (Item item : plan.items()) {
      if (!(item instanceof Item.Input input)) {
        items.add(item);
        first = null;
      } else if (first == null || !first.state().equals(input.state())) {
        items.add(item);
        first = input;
        running = false;
      } else {
        if (!running) {
          items.add(new Item.Raw(INPUTS + runs.size()));
          runs.add(new ArrayList<>());
          running = true;
        }
        runs.getLast().add(ResponseFiles.fileWord(FileNames.written(input.file())));
      }
    }
    return items;
  }

  /** The words after the program's name, with the inputs back in their places. */
  private static List<String> filled(List<String> words, List<List<String>> runs) {
    var full = new ArrayList<String>();
    for (String word : words.subList(1, words.size())) {
      if (word.startsWith(INPUTS)) {
        full.addAll(runs.get(Integer.parseInt(word.substring(INPUTS.length()))));
      } else if (!word.equals(BEGIN)) {
        full.add(word);
      }
    }
    return full;
  }

  /** Commands begin with a blank; a line may end inside a quoted word. */
  private static String lastCommand(String text) {
    String last = "";
    int at = 0;
    while (at < text.length()) {
      boolean command = text.charAt(at) == ' ';
      boolean quoted = false;
      int end = at;
      for (; end < text.length(); end++) {
        char c = text.charAt(end);
        if (c == '\n' && !quoted) {
          break;
        } else if (command && c == '\\') {
          end++;
        } else if (command && c == '"') {
          quoted = !quoted;
        }
      }
      if (command) {
        last = text.substring(at, Math.min(end, text.length()));
      }
      at = end + 1;
    }
    return last;
  }
}
