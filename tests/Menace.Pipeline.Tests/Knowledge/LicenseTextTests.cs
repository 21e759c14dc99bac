using Menace.Pipeline.Knowledge;

namespace Menace.Pipeline.Tests.Knowledge;

/// <summary>Licences by their texts.</summary>
public sealed class LicenseTextTests
{
    [Theory]
    [InlineData("MIT")]
    [InlineData("ISC")]
    [InlineData("0BSD")]
    public void Text_of_a_template_is_recognised(string license) => Assert.Equal(license, LicenseText.Recognise(
        File.ReadAllText(Path.Combine(RepositoryRoot.Path, "templates", "common", "licenses", $"{license}.scriban"))));

    [Theory]
    [InlineData("                                 Apache License\n                           Version 2.0, January 2004\n", "Apache-2.0")]
    [InlineData("GNU AFFERO GENERAL PUBLIC LICENSE\n   Version 3, 19 November 2007", "AGPL-3.0-only")]
    [InlineData("GNU GENERAL PUBLIC LICENSE\n   Version 2, June 1991", "GPL-2.0-only")]
    [InlineData("SPDX-License-Identifier: BSD-2-Clause\n", "BSD-2-Clause")]
    [InlineData("SPDX-License-Identifier: GPL-2.0-only WITH Classpath-exception-2.0", "GPL-2.0-only WITH Classpath-exception-2.0")]
    [InlineData("All rights reserved.", "")]
    [InlineData("", "")]
    public void Text_is_recognised(string text, string license) => Assert.Equal(license, LicenseText.Recognise(text));

    [Theory]
    [InlineData("MIT", true)]
    [InlineData("mit", true)]
    [InlineData("MIT OR GPL-3.0-only", true)]
    [InlineData("MIT AND Apache-2.0", true)]
    [InlineData("MIT AND GPL-3.0-only", false)]
    [InlineData("(MIT OR GPL-3.0-only) AND Apache-2.0", false)]
    [InlineData("Apache-2.0 WITH LLVM-exception", false)]
    [InlineData("AGPL-3.0-only", false)]
    [InlineData("", false)]
    public void Reuse_needs_a_licence_that_allows_it(string license, bool allows) => Assert.Equal(allows, LicenseText.AllowsReuse(license));
}
