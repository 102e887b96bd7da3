package dev.tenon.setup;

import org.jspecify.annotations.Nullable;

/** What carrying out a proposal does to one file, or why it leaves it. */
sealed interface Step {
  Entry entry();

  /** The file becomes {@code text}, or the link is made if that is null. */
  record Put(Entry entry, @Nullable String text) implements Step {}

  /** Ours is taken out; what remains is {@code text}, or nothing if that is null. */
  record Take(Entry entry, @Nullable String text) implements Step {}

  /** It is as it should be. */
  record Keep(Entry entry) implements Step {}

  /** Somebody took it out before us. */
  record Gone(Entry entry) implements Step {}

  /** Somebody changed what we put there; it stays, in the record too. */
  record Leave(Entry entry) implements Step {}
}
