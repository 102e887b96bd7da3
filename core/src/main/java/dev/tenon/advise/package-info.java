/**
 * What is better about another linker or other debug information, from links that were done.
 *
 * <p>In: {@link dev.tenon.advise.Trial}s of one plan, measured, and the images that they made. Out:
 * a {@link dev.tenon.advise.Report} with a table, what would break, and lines to paste. Nothing
 * here runs anything.
 */
@NullMarked
package dev.tenon.advise;

import org.jspecify.annotations.NullMarked;
