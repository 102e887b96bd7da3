/**
 * What a linker itself tells of the files that it read, held against what the binder predicted.
 *
 * <p>In flows a binding before the link and what the linker wrote during it; out flow the words
 * that make it tell, and the reads marked predicted, observed or both. None of the sources is whole
 * (watched on GNU ld 2.40, LLD 19 and mold 1.10.1):
 *
 * <table>
 * <caption>Holes</caption>
 * <tr><th>source</th><th>tells</th><th>does not tell</th></tr>
 * <tr><td>{@code --dependency-file}</td><td>inputs, scripts and version scripts that were
 * opened</td><td>misses; members of thin archives (GNU ld, LLD; mold tells them); libraries of
 * another machine that were passed over; plugins; response files (GNU ld, LLD); mold writes none for
 * {@code -r}</td></tr>
 * <tr><td>{@code --trace} of GNU ld</td><td>members of thin archives that were used</td><td>scripts,
 * misses</td></tr>
 * <tr><td>{@code --verbose} of GNU ld</td><td>every try, also in vain, of inputs</td><td>version
 * scripts, what {@code ld.so.conf} and its includes were asked, tries for libraries that libraries
 * need</td></tr>
 * </table>
 *
 * <p>The binder fills the holes; where it cannot know (a library that is kept only if it is needed,
 * a member that is linked only if it is used) it says so in the reason of the read and the
 * observation decides.
 *
 * <pre>{@code
 * Observation asked = Observation.of(binding, temporaryFolder, true);
 * // run the linker with asked.words() added, then
 * List<Read> reads = asked.reads(binding, dependencyText, standardOutput);
 * }</pre>
 */
@NullMarked
package dev.tenon.binder.observe;

import org.jspecify.annotations.NullMarked;
