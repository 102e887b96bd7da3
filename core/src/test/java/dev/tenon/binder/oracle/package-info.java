/**
 * strace as the judge of what the binder says a linker reads.
 *
 * <p>In: the words of a linker, its folder and environment, a log of {@link
 * dev.tenon.binder.oracle.Strace#WORDS}, and the reads of the receipt. Out: a {@link
 * dev.tenon.binder.oracle.Comparison} with what differs and what was left aside as the linker's own
 * business, by {@link dev.tenon.binder.oracle.Aside class}.
 */
@NullMarked
package dev.tenon.binder.oracle;

import org.jspecify.annotations.NullMarked;
