package dev.tenon.keep;

import java.util.Locale;

/** Why a link is needed. Each reason is one line for people and has a name for counting. */
public sealed interface Reason {
  /** One line, with the old and the new where there are two. */
  String text();

  /** The kind of reason, in lower case: {@code changed}. */
  default String kind() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /** No link of this output by Tenon is remembered. */
  record Unknown(String output) implements Reason {
    @Override
    public String text() {
      return "no link of " + output + " is remembered";
    }
  }

  /** The last link's receipt is not complete: it has just ended, or digests cost too much. */
  record Unrecorded(String what) implements Reason {
    @Override
    public String text() {
      return what;
    }
  }

  record Failed(int exit) implements Reason {
    @Override
    public String text() {
      return "the last link failed with " + exit;
    }
  }

  /** Such a link is always done. */
  record Unskippable(String why) implements Reason {
    @Override
    public String text() {
      return "always linked: " + why;
    }
  }

  /** A part of what was asked for. */
  record Asked(String what, String before, String now) implements Reason {
    @Override
    public String text() {
      return what + " was " + before + ", is " + now;
    }
  }

  record Added(String item) implements Reason {
    @Override
    public String text() {
      return "added: " + item;
    }
  }

  record Removed(String item) implements Reason {
    @Override
    public String text() {
      return "removed: " + item;
    }
  }

  record Order() implements Reason {
    @Override
    public String text() {
      return "the same words in another order";
    }
  }

  /** An object has another name and that matters. */
  record Renamed(String before, String now, String why) implements Reason {
    @Override
    public String text() {
      return before + " is now called " + now + ", and the name matters: " + why;
    }
  }

  record Tool(String role, String before, String now) implements Reason {
    @Override
    public String text() {
      return "the " + role + " was " + before + ", is " + now;
    }
  }

  record Variable(String name, String before, String now) implements Reason {
    @Override
    public String text() {
      return name + " was " + before + ", is " + now;
    }
  }

  /** The content of a file. */
  record Changed(String path, String before, String now) implements Reason {
    @Override
    public String text() {
      return path + " changed: was " + before + ", is " + now;
    }
  }

  record Gone(String path) implements Reason {
    @Override
    public String text() {
      return path + " is gone";
    }
  }

  /** A file where there was none and one would have been taken. */
  record Appeared(String path, String why) implements Reason {
    @Override
    public String text() {
      return path + " is there now; it was looked for because of " + why;
    }
  }

  /** What was read is not known well enough. */
  record Unproved(String path, String why) implements Reason {
    @Override
    public String text() {
      return path + ": " + why;
    }
  }

  /** Telling whether it changed would take too long in comparison with the link. */
  record Unread(String path, long bytes) implements Reason {
    @Override
    public String text() {
      return path
          + " has another time stamp and is too large to be read again first ("
          + bytes / 1_000_000
          + " MB)";
    }
  }

  record OutputMissing(String path) implements Reason {
    @Override
    public String text() {
      return "the output " + path + " is not there";
    }
  }

  record OutputChanged(String path, String how) implements Reason {
    @Override
    public String text() {
      return "the output " + path + " is not as we left it: " + how;
    }
  }
}
