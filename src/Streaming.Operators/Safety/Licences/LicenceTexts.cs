using System.Text;

namespace Streaming.Operators.Safety.Licences;

/// <summary>Tells a licence by sentences of its text or of its usual notice, and by names that people write.</summary>
internal static class LicenceTexts
{
    // Letters, digits and full stops in lower case, single blanks between: comment marks and line breaks fall away. The first that has all its phrases is it.
    private static readonly (string Id, string[] Phrases)[] Notices =
    [
        ("AGPL-3.0-or-later", ["gnu affero general public license", "or at your option any later version"]),
        ("AGPL-3.0-only", ["gnu affero general public license"]),
        ("LGPL-2.1-or-later", ["gnu lesser general public license", "version 2.1", "or at your option any later version"]),
        ("LGPL-3.0-or-later", ["gnu lesser general public license", "version 3", "or at your option any later version"]),
        ("LGPL-2.1-only", ["gnu lesser general public license", "version 2.1"]),
        ("LGPL-3.0-only", ["gnu lesser general public license", "version 3"]),
        ("GPL-3.0-or-later", ["gnu general public license", "version 3", "or at your option any later version"]),
        ("GPL-2.0-or-later", ["gnu general public license", "version 2", "or at your option any later version"]),
        ("GPL-3.0-only", ["gnu general public license", "version 3"]),
        ("GPL-2.0-only", ["gnu general public license", "version 2"]),
        ("Apache-2.0", ["apache license version 2.0"]),
        ("MPL-2.0", ["mozilla public license", "2.0"]),
        ("EPL-2.0", ["eclipse public license", "2.0"]),
        ("BSL-1.0", ["boost software license", "version 1.0"]),
        ("MIT", ["permission is hereby granted free of charge to any person obtaining a copy"]),
        ("ISC", ["permission to use copy modify and or distribute this software for any purpose with or without fee"]),
        ("BSD-3-Clause", ["redistribution and use in source and binary forms", "neither the name"]),
        ("BSD-2-Clause", ["redistribution and use in source and binary forms"]),
        ("Unlicense", ["this is free and unencumbered software released into the public domain"]),
        ("CC0-1.0", ["creativecommons.org publicdomain zero 1.0"]),
        .. from parts in new[] { "by", "by sa", "by nc", "by nd", "by nc sa", "by nc nd" }
           from version in new[] { "4.0", "3.0", "2.0" }
           select ($"CC-{parts.Replace(' ', '-').ToUpperInvariant()}-{version}", new[] { $"creativecommons.org licenses {parts} {version}" }),
    ];

    private static readonly Dictionary<string, string> Names = new()
    {
        ["mit"] = "MIT",
        ["mit license"] = "MIT",
        ["the mit license"] = "MIT",
        ["apache"] = "Apache-2.0",
        ["apache 2"] = "Apache-2.0",
        ["apache 2.0"] = "Apache-2.0",
        ["apache license 2.0"] = "Apache-2.0",
        ["apache license version 2.0"] = "Apache-2.0",
        ["bsd 3 clause"] = "BSD-3-Clause",
        ["bsd 2 clause"] = "BSD-2-Clause",
        ["gpl v3"] = "GPL-3.0-only",
        ["gplv3"] = "GPL-3.0-only",
        ["gpl 3.0"] = "GPL-3.0-only",
        ["gpl v2"] = "GPL-2.0-only",
        ["gplv2"] = "GPL-2.0-only",
        ["gpl 2.0"] = "GPL-2.0-only",
        ["cc by 4.0"] = "CC-BY-4.0",
        ["cc by sa 4.0"] = "CC-BY-SA-4.0",
        ["cc by sa 3.0"] = "CC-BY-SA-3.0",
        ["cc0"] = "CC0-1.0",
        ["cc0 1.0"] = "CC0-1.0",
        ["public domain"] = "LicenseRef-public-domain",
        ["isc"] = "ISC",
        ["mpl 2.0"] = "MPL-2.0",
        ["unlicense"] = "Unlicense",
        ["the unlicense"] = "Unlicense",
    };

    /// <summary>The licence whose text or notice is in the text; null where none is known.</summary>
    public static string? In(ReadOnlySpan<char> text)
    {
        var simple = Simplify(text);
        foreach (var (id, phrases) in Notices)
        {
            if (Array.TrueForAll(phrases, phrase => Holds(simple, phrase)))
            {
                return id;
            }
        }

        return null;
    }

    /// <summary>The id of a licence by a name that people write; null where it is none of those.</summary>
    public static string? OfName(string name) => Names.GetValueOrDefault(Simplify(name).Trim());

    // Between blanks: version 2 is not version 2.1.
    private static bool Holds(string simple, string phrase) => simple.Contains($" {phrase} ", StringComparison.Ordinal);

    // A full stop stays between letters or digits only.
    private static string Simplify(ReadOnlySpan<char> text)
    {
        var simple = new StringBuilder(text.Length + 2).Append(' ');
        for (var i = 0; i < text.Length; i++)
        {
            var isInside = text[i] == '.' && i > 0 && i + 1 < text.Length && char.IsLetterOrDigit(text[i - 1]) && char.IsLetterOrDigit(text[i + 1]);
            if (char.IsLetterOrDigit(text[i]) || isInside)
            {
                simple.Append(char.ToLowerInvariant(text[i]));
            }
            else if (simple[^1] != ' ')
            {
                simple.Append(' ');
            }
        }

        return simple[^1] == ' ' ? simple.ToString() : simple.Append(' ').ToString();
    }
}
