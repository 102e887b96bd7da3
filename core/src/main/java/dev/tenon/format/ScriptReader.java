package dev.tenon.format;

import dev.tenon.format.Script.Command;
import dev.tenon.format.ScriptLexer.Token;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Reads linker scripts by the grammar in the manual of GNU ld, chapter "Linker Scripts". Commands
 * that name no files are stepped over.
 */
public final class ScriptReader {
  private static final Set<String> LAYOUT = Set.of("SECTIONS", "MEMORY", "PHDRS", "INSERT");
  private static final Set<String> ALONE =
      Set.of("FORCE_COMMON_ALLOCATION", "INHIBIT_COMMON_ALLOCATION", "FORCE_GROUP_ALLOCATION");

  private final String file;
  private final List<Token> tokens;
  private final long size;
  private final List<Command> commands = new ArrayList<>();
  private int next;
  private boolean versions;
  private boolean hasLayout;
  private boolean extendsDefault;

  private ScriptReader(String file, String text) {
    this.file = file;
    this.size = text.length();
    this.tokens = ScriptLexer.tokens(text, file);
  }

  /**
   * @param file name for messages
   * @throws BadFile if this is not a linker script; offsets count characters
   */
  public static Script read(String text, String file) {
    var reader = new ScriptReader(file, text);
    while (reader.next < reader.tokens.size()) {
      reader.command(reader.tokens.get(reader.next++));
    }
    return new Script(reader.commands, reader.versions, reader.hasLayout, reader.extendsDefault);
  }

  private void command(Token first) {
    switch (first.text()) {
      case ";" -> {}
      case "INPUT", "STARTUP" -> files(false);
      case "GROUP" -> files(true);
      case "SEARCH_DIR" -> commands.add(new Command.SearchDir(argument()));
      case "OUTPUT" -> commands.add(new Command.Output(argument()));
      case "OUTPUT_FORMAT" -> commands.add(new Command.OutputFormat(arguments()));
      case "INCLUDE" -> commands.add(new Command.Include(word()));
      default -> other(first);
    }
  }

  private void files(boolean isGroup) {
    List<Script.Entry> entries = new ArrayList<>();
    expect("(");
    entries(entries);
    commands.add(new Command.Files(isGroup, entries));
  }

  /** Up to and with the closing parenthesis. */
  private void entries(List<Script.Entry> into) {
    int depth = 0; // of AS_NEEDED
    while (depth >= 0) {
      if (closes()) {
        depth--;
      } else if (peek(",")) {
        next++;
      } else {
        String name = word();
        if (name.equals("AS_NEEDED") && peek("(")) {
          next++;
          depth++;
        } else {
          into.add(new Script.Entry(name, depth > 0));
        }
      }
    }
  }

  /** A list, a block or an assignment. */
  private void other(Token first) {
    hasLayout |= LAYOUT.contains(first.text());
    versions |= first.text().equals("VERSION");
    if (first.isPunctuation()) {
      throw notACommand(first);
    }
    if (peek("(")) {
      block("(", ")");
    } else if (peek("{")) {
      block("{", "}");
    } else if (first.text().equals("INSERT")) {
      extendsDefault = true;
      word();
      word();
    } else if (first.text().indexOf('=') > 0 || isAssigned()) {
      while (!peek(";")) {
        if (next == tokens.size()) {
          throw new BadFile(file, null, size, "`;` expected after an assignment");
        }
        next++;
      }
    } else if (!ALONE.contains(first.text())) {
      throw notACommand(first);
    }
  }

  private boolean isAssigned() {
    return next < tokens.size() && tokens.get(next).isOperator();
  }

  /** What is in braces stays closed, but for the files that it includes. */
  private void block(String open, String close) {
    Token start = tokens.get(next);
    int depth = 0;
    while (next < tokens.size()) {
      Token token = tokens.get(next++);
      if (token.is(open)) {
        depth++;
      } else if (token.is(close)) {
        depth--;
        if (depth == 0) {
          return;
        }
      } else if (token.is("INCLUDE")) {
        commands.add(new Command.Include(word()));
      }
    }
    throw bad(start, "`" + close + "` for this `" + open + "` expected");
  }

  private String argument() {
    List<String> all = arguments();
    if (all.size() != 1) {
      throw bad(tokens.get(next - 1), "one name in parentheses expected");
    }
    return all.getFirst();
  }

  private List<String> arguments() {
    List<String> found = new ArrayList<>();
    expect("(");
    while (!closes()) {
      if (peek(",")) {
        next++;
      } else {
        found.add(word());
      }
    }
    return found;
  }

  private boolean closes() {
    if (next == tokens.size()) {
      throw new BadFile(file, null, size, "`)` expected, but the script ends");
    }
    boolean closes = peek(")");
    next += closes ? 1 : 0;
    return closes;
  }

  private String word() {
    if (next == tokens.size()) {
      throw new BadFile(file, null, size, "a name expected, but the script ends");
    }
    Token token = tokens.get(next++);
    if (token.isPunctuation()) {
      throw bad(token, "a name expected, not `" + token.text() + "`");
    }
    return token.text();
  }

  private void expect(String punctuation) {
    if (!peek(punctuation)) {
      long at = next < tokens.size() ? tokens.get(next).offset() : size;
      throw new BadFile(file, null, at, "`" + punctuation + "` expected");
    }
    next++;
  }

  private boolean peek(String punctuation) {
    return next < tokens.size() && tokens.get(next).is(punctuation);
  }

  private BadFile notACommand(Token token) {
    return bad(token, "a command of a linker script expected, not `" + token.text() + "`");
  }

  private BadFile bad(Token token, String expectation) {
    return new BadFile(file, null, token.offset(), expectation);
  }
}
