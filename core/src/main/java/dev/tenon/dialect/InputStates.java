package dev.tenon.dialect;

import dev.tenon.model.State;
import dev.tenon.option.Family;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Turns the state that each input carries back into the position-dependent options between them,
 * with as few of them as there are changes.
 */
final class InputStates {
  private final Spelling spelling;
  private State now;

  /** Says an option: its id, whether on, and its value. */
  interface Spelling {
    void say(String option, boolean on, @Nullable String value);
  }

  private final Family family;

  InputStates(State start, Family family, Spelling spelling) {
    this.now = start;
    this.family = family;
    this.spelling = spelling;
  }

  /** An option was said that may have changed what holds. */
  void said(String option, boolean on) {
    boolean magic = option.equals("omagic") || option.equals("nmagic");
    if (magic && on && family != Family.MOLD) {
      now = now.withStatic(true);
    }
  }

  /** Says whatever must be said before an input that carries this state. */
  void enter(State next) {
    if (next.equals(now)) {
      return;
    }
    // Brackets are closed before and opened after the other changes: what stands between two
    // groups belongs to neither.
    bracket(now.lazy(), next.lazy(), false, "end-lib");
    bracket(now.group(), next.group(), false, "end-group");
    toggle(now.isStatic(), next.isStatic(), "static-libraries");
    toggle(now.asNeeded(), next.asNeeded(), "as-needed");
    toggle(now.copyNeeded(), next.copyNeeded(), "copy-dt-needed-entries");
    toggle(now.whole(), next.whole(), "whole-archive");
    if (!Objects.equals(now.format(), next.format())) {
      spelling.say("format", true, next.format() == null ? "default" : next.format());
    }
    bracket(now.group(), next.group(), true, "start-group");
    bracket(now.lazy(), next.lazy(), true, "start-lib");
    now = next;
  }

  /** Closes what is open; the other states end with the command line. */
  void end() {
    enter(now.withGroup(0).withLazy(0));
  }

  private void toggle(boolean was, boolean is, String option) {
    if (was != is) {
      spelling.say(option, is, null);
    }
  }

  private void bracket(int was, int is, boolean opening, String option) {
    if (was != is && (opening ? is : was) != 0) {
      spelling.say(option, true, null);
    }
  }
}
