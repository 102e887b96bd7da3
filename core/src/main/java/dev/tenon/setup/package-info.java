/**
 * Switches Tenon on where compilers look for a linker, and off again without a trace.
 *
 * <p>In: the {@link dev.tenon.setup.Way}s wanted and a {@link dev.tenon.setup.Place}. Out: a {@link
 * dev.tenon.setup.Proposal} that can be printed before anything is touched, files changed as it
 * says, and one record of what was there and what was put. For example, {@code GCC} becomes four
 * symbolic links below the name of the machine, a file of shell settings, and three lines in each
 * start-up file of the shells in use. What a text becomes is decided by pure functions ({@link
 * dev.tenon.setup.Edits}, {@link dev.tenon.setup.CargoConfig}); {@link dev.tenon.setup.Setup} is
 * the only class that writes.
 */
@NullMarked
package dev.tenon.setup;

import org.jspecify.annotations.NullMarked;
