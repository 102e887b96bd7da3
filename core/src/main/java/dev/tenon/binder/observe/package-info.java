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
 * <tr><td>{@code --dependency-file}</td><td>inputs, scripts and what they include, lists of symbols,
 * libraries that were opened for libraries or for their machine and passed over, objects that an LTO
 * plugin made</td><td>misses; folders that were listed; the loader's configuration; plugins;
 * response files</td></tr>
 * <tr><td>the same, of GNU ld</td><td>MRI scripts; scripts that were found in a search folder, by
 * the name that was asked for</td><td>members of thin archives; {@code
 * --retain-symbols-file}</td></tr>
 * <tr><td>the same, of LLD</td><td>files that {@code --remap-inputs} put in place of
 * others</td><td>members of thin archives; {@code --call-graph-ordering-file}; what {@code a/../b}
 * is if {@code a} is a symbolic link</td></tr>
 * <tr><td>the same, of mold</td><td>members of thin archives, every one</td><td>anything for {@code
 * -r}; what {@code a/../b} is if {@code a} is a symbolic link</td></tr>
 * <tr><td>{@code --trace} of GNU ld</td><td>members of thin archives that were used</td><td>scripts,
 * misses</td></tr>
 * <tr><td>{@code --verbose} of GNU ld</td><td>every try, also in vain, of inputs</td><td>version
 * scripts, what {@code ld.so.conf} and its includes were asked, tries for libraries that libraries
 * need</td></tr>
 * </table>
 *
 * <p>The binder fills the holes; where it cannot know (a library that is kept only if it is needed,
 * a member that is linked only if it is used) it says so in the reason of the read and the
 * observation decides. Where neither can, {@link dev.tenon.binder.observe.Gaps} says why. No
 * foreseen absence takes away what was told.
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
