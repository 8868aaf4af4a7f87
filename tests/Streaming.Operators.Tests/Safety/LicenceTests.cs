using Streaming.Operators.Safety;
using Streaming.Operators.Safety.Licences;

namespace Streaming.Operators.Tests.Safety;

public class LicenceTests
{
    [Theory]
    [InlineData("// SPDX-License-Identifier: MIT OR Apache-2.0\r\nint x;", "MIT OR Apache-2.0")]
    [InlineData("/* SPDX-License-Identifier: GPL-2.0-only WITH Linux-syscall-note */\n# spdx-license-identifier: MIT OR ISC", "GPL-2.0-only WITH Linux-syscall-note AND (MIT OR ISC)")]
    [InlineData("<!-- SPDX-License-Identifier: CC-BY-4.0 -->", "CC-BY-4.0")]
    [InlineData(" * Licensed under the Apache License, Version 2.0\n * (the \"License\");", "Apache-2.0")]
    [InlineData("# under the terms of the GNU General Public License as published by the\n# Free Software Foundation; either version 2 of the License, or\n# (at your option) any later version.", "GPL-2.0-or-later")]
    [InlineData("GNU Lesser General Public License, version 2.1", "LGPL-2.1-only")]
    [InlineData("Redistribution and use in source and binary forms ... Neither the name of", "BSD-3-Clause")]
    [InlineData("see https://creativecommons.org/licenses/by-sa/4.0/ for more", "CC-BY-SA-4.0")]
    [InlineData("SPDX-License-Identifier: (MIT", null)]
    [InlineData("no licence at all", null)]
    public async Task Licences_are_found_by_tags_and_by_their_texts(string text, string? licence)
    {
        await using var driver = await OperatorDriver.OpenAsync(new SpdxLicenseMapper(new()));
        await driver.ApplyAsync(text);

        Assert.Equal(licence, driver.Out[0].Meta["license"]);
    }

    [Fact]
    public async Task What_the_column_says_goes_first()
    {
        var samples = Some.Samples("SPDX-License-Identifier: ISC", "x", "x");
        samples[0].Meta["license"] = "The MIT License";
        samples[1].Meta["license"] = "proprietary stuff";
        await using var driver = await OperatorDriver.OpenAsync(new SpdxLicenseMapper(new()), RowSchema.Text.With(new("license", ColumnType.String)));
        await driver.ApplyAsync(samples);

        Assert.Equal(["MIT", "proprietary stuff", null], driver.Out.Select(s => s.Meta["license"] as string));
    }

    [Theory]
    [InlineData("MIT", true)]
    [InlineData("mit AND BSD-3-Clause", true)]
    [InlineData("GPL-3.0-only OR MIT", true)]
    [InlineData("GPL-3.0-only AND MIT", false)]
    [InlineData("(GPL-3.0-only OR MIT) AND CC-BY-NC-4.0", false)]
    [InlineData("GPL-2.0-only WITH Classpath-exception-2.0", true)]
    [InlineData("CC-BY-NC-4.0", false)]
    [InlineData("MIT AND", false)]
    [InlineData("", false)]
    public async Task A_policy_is_asked_of_whole_expressions(string expression, bool isKept)
    {
        var options = new LicensePolicyFilterOptions { LicenseKey = "text", Allow = ["MIT", "BSD-*", "CC-*", "* WITH Classpath-exception-2.0"], Deny = ["*-NC-*"] };
        await using var driver = await OperatorDriver.OpenAsync(new LicensePolicyFilter(options));
        await driver.ApplyAsync(expression);

        Assert.Equal(isKept, driver.Out.Count == 1);
    }

    [Theory]
    [InlineData("MIT|BSD-3-Clause|MIT", true)]
    [InlineData("GPL-3.0-only OR MIT|MIT", true)]
    [InlineData("MIT|GPL-3.0-only", false)]
    [InlineData("MIT|", false)]
    public async Task A_group_stands_under_the_licences_of_all_its_members(string licences, bool isKept)
    {
        var sample = Some.Samples("group")[0];
        sample.Meta["license"] = licences.Split('|').Select(l => l.Length == 0 ? null : (object)l).ToArray();
        var schema = RowSchema.Text.With(new("license", new ListType(ColumnType.String)));
        await using var driver = await OperatorDriver.OpenAsync(new LicensePolicyFilter(new() { Allow = ["MIT", "BSD-*"] }), schema);
        await driver.ApplyAsync([sample]);

        Assert.Equal(isKept, driver.Out.Count == 1);
    }

    [Fact]
    public void Parentheses_without_end_are_no_expression()
    {
        Assert.Null(LicenceExpression.Holds(string.Concat(Enumerable.Repeat("(", 100_000)), _ => true));
    }
}
