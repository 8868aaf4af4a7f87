using System.ComponentModel.DataAnnotations;
using Streaming.Models.Operators;

namespace Streaming.Operators.Safety;

/// <summary>Options of <c>name_mask_mapper</c>.</summary>
internal sealed record NameMaskMapperOptions : ModelOptions
{
    /// <summary>The folder of a token classifier, with <c>id2label</c> in its config.json.</summary>
    [PathOption, Required]
    public string Model { get; init; } = "";

    /// <summary>The names to find.</summary>
    [MinLength(1)]
    public IReadOnlyList<NameKind> Kinds { get; init; } = [NameKind.Person];

    /// <summary>What stands in for them.</summary>
    public PiiMaskStyle Style { get; init; }

    /// <summary>The variable of the environment that holds the key of tokens and hashes: 16 bytes or more in base64.</summary>
    public string KeyVariable { get; init; } = "STREAMING_PII_KEY";

    /// <summary>How sure the model must be of a name, 0 … 1: the mean over its words. 0 takes what is likelier than anything else.</summary>
    [Range(0d, 1d)]
    public double MinScore { get; init; }

    /// <summary>How many tokens neighbouring windows share where a text is longer than the model reads; at most half of what it reads.</summary>
    [Range(0, 4_096)]
    public int WindowOverlap { get; init; } = 64;

    internal override IEnumerable<KeyValuePair<string, string>> ModelFolders => [new("model", Model)];
}

/// <summary>Kinds of names.</summary>
internal enum NameKind
{
    /// <summary>Of persons: the labels PER, PERSON and the like.</summary>
    Person,

    /// <summary>Of places: LOC, LOCATION, GPE.</summary>
    Location,

    /// <summary>Of organisations: ORG, ORGANIZATION.</summary>
    Organization,
}
