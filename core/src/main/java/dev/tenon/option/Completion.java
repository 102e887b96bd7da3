package dev.tenon.option;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Scripts that make shells complete the options of one family. */
final class Completion {
  private final List<Option> options;
  private final boolean exact;
  private final Family family;
  private final List<String> commands;

  Completion(List<Option> options, boolean exact, Family family, List<String> commands) {
    this.options = options;
    this.exact = exact;
    this.family = family;
    this.commands = commands;
  }

  String script(Shell shell) {
    return switch (shell) {
      case BASH -> bash();
      case ZSH -> zsh();
      case FISH -> fish();
    };
  }

  private void each(boolean keyword, BiConsumer<Option, Spelling> action) {
    for (var option : options) {
      if (option.support().getOrDefault(family, Support.ABSENT).accepted()) {
        for (var s : option.spellings()) {
          if (s.keyword() == keyword && s.families().contains(family)) {
            action.accept(option, s);
          }
        }
      }
    }
  }

  private String keywords() {
    var words = new ArrayList<String>();
    each(true, (option, s) -> words.add(s.equals() ? s.word() + "=" : s.word()));
    return String.join(" ", words);
  }

  private String function() {
    return "_tenon_" + commands.getFirst().replaceAll("[^A-Za-z0-9]", "_");
  }

  /** bash splits {@code --icf=all} into three words, at the equals sign. */
  private String bash() {
    var words = new ArrayList<String>();
    var values = new LinkedHashMap<String, List<String>>();
    var folders = new ArrayList<String>();
    each(
        false,
        (option, s) -> {
          for (var word : forms(s.word())) {
            if (s.flag() || s.optional() || (s.separate() && !s.equals())) {
              words.add(word);
            }
            if (s.equals()) {
              words.add(word + "=");
            }
            if (!s.flag() && !option.choices().isEmpty()) {
              values
                  .computeIfAbsent(String.join(" ", option.choices()), k -> new ArrayList<>())
                  .add(word);
            } else if (!s.flag() && isFolder(option.content())) {
              folders.add(word);
            }
          }
        });
    var cases = new StringBuilder();
    if (!keywords().isEmpty()) {
      cases.append(bashCase(List.of("-z"), "-W '" + keywords() + "'"));
    }
    for (Map.Entry<String, List<String>> e : values.entrySet()) {
      cases.append(bashCase(e.getValue(), "-W '" + e.getKey() + "'"));
    }
    if (!folders.isEmpty()) {
      cases.append(bashCase(folders, "-d"));
    }
    return """
    # Completion for bash. Read it with `source`.
    %1$s() {
      local word=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD-1]} list
      if [[ $word == = ]]; then
        word=
      elif [[ $option == = ]]; then
        option=${COMP_WORDS[COMP_CWORD-2]}
      fi
      case $option in
    %2$s    *)
          [[ $word == -* ]] || return
          list=$(compgen -W '%3$s' -- "$word")
          ;;
      esac
      mapfile -t COMPREPLY <<<"$list"
      [[ $list == *= && $list != *$'\\n'* ]] && compopt -o nospace 2>/dev/null
      return 0
    }
    complete -o default -F %1$s %4$s
    """
        .formatted(function(), cases, String.join(" ", words), String.join(" ", commands));
  }

  /** Linkers take two dashes where custom has one. */
  private List<String> forms(String word) {
    boolean oneDash = word.length() > 2 && word.charAt(1) != '-';
    return oneDash && !exact ? List.of(word, "-" + word) : List.of(word);
  }

  private static String bashCase(List<String> words, String how) {
    var patterns = words.stream().map(w -> "'" + w + "'").toList();
    return """
        %s)
          list=$(compgen %s -- "$word")
          ;;
    """
        .formatted(String.join(" | ", patterns), how);
  }

  private String zsh() {
    var lines = new StringBuilder();
    each(
        false,
        (option, s) -> {
          if (s.word().equals("-z") && !keywords().isEmpty()) {
            return;
          }
          var help = option.help().replace("'", "").replace("[", "\\[").replace("]", "\\]");
          var word = s.word().replace(":", "\\:").replace("(", "\\(").replace(")", "\\)");
          var value =
              s.flag()
                  ? ""
                  : (s.optional() ? "::" : ":") + zshMeta(option) + ":" + zshValue(option);
          var attach =
              s.flag()
                  ? ""
                  : s.equals()
                      ? (s.separate() ? "=" : "=-")
                      : s.joined() ? (s.separate() ? "+" : "-") : "";
          lines.append("  '*" + word + attach + "[" + help + "]" + value + "' \\\n");
        });
    if (!keywords().isEmpty()) {
      lines.append("  '*-z+[Keywords]:KEYWORD:(" + keywords() + ")' \\\n");
    }
    return "#compdef "
        + String.join(" ", commands)
        + "\n# Completion for zsh. Put it into a folder of $fpath.\n_arguments \\\n"
        + lines
        + "  '*:file:_files'\n";
  }

  private static String zshMeta(Option option) {
    var meta = option.choices().isEmpty() ? option.meta() : option.id();
    return meta.replaceAll("[^A-Za-z0-9_-]", "_");
  }

  private static String zshValue(Option option) {
    if (!option.choices().isEmpty()) {
      return "(" + String.join(" ", option.choices()) + ")";
    }
    return isFolder(option.content()) ? "_files -/" : isFile(option.content()) ? "_files" : "";
  }

  private String fish() {
    var lines = new StringBuilder("# Completion for fish.\n");
    var names = new StringBuilder();
    commands.forEach(c -> names.append(" -c ").append(c));
    each(
        false,
        (option, s) -> {
          var word = s.word();
          if (!Character.isLetterOrDigit(word.charAt(word.length() - 1)) || word.length() < 2) {
            return;
          }
          var flag =
              word.startsWith("--")
                  ? " -l " + word.substring(2)
                  : (word.length() == 2 ? " -s " : " -o ") + word.substring(1);
          lines.append("complete").append(names).append(flag);
          if (word.equals("-z") && !keywords().isEmpty()) {
            lines.append(" -x -a '" + keywords() + "'");
          } else if (!s.flag() && !option.choices().isEmpty()) {
            lines.append(s.optional() ? " -f" : " -x");
            lines.append(" -a '" + String.join(" ", option.choices()) + "'");
          } else if (!s.flag() && isFolder(option.content())) {
            lines.append(" -x -a '(__fish_complete_directories)'");
          } else if (!s.flag() && !s.optional()) {
            lines.append(isFile(option.content()) ? " -r -F" : " -x");
          }
          lines.append(" -d '" + option.help().replace("'", "\\'") + "'\n");
        });
    return lines.toString();
  }

  private static boolean isFolder(Content content) {
    return switch (content) {
      case FOLDER, SEARCH_FOLDER, WRITE_FOLDER -> true;
      default -> false;
    };
  }

  private static boolean isFile(Content content) {
    return switch (content) {
      case READ, WRITE, RUNTIME_PATH, COMMAND -> true;
      default -> false;
    };
  }
}
