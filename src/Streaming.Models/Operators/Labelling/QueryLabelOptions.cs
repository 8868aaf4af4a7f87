using System.ComponentModel.DataAnnotations;
using Streaming.Operators;

namespace Streaming.Models.Operators.Labelling;

/// <summary>Options that every operator has that labels queries.</summary>
internal abstract record QueryLabelOptions : ModelOptions
{
    /// <summary>The folder of a text classifier.</summary>
    public abstract string HfModel { get; init; }

    /// <summary>A model that translates from Chinese first: not to be had here, so only null is taken. A classifier that reads Chinese needs none.</summary>
    public string? ZhToEnHfModel { get; init; }

    /// <summary>Taken for the sake of Data-Juicer's recipes; no code of a model folder is ever run.</summary>
    public bool TrustRemoteCode { get; init; }

    /// <summary>The column that holds the queries.</summary>
    [MinLength(1)]
    public string QueryKey { get; init; } = "query";

    internal override IEnumerable<KeyValuePair<string, string>> ModelFolders => [new("hf_model", HfModel)];

    /// <inheritdoc/>
    public override IEnumerable<OptionProblem> Validate(string baseFolder) => ZhToEnHfModel is null
        ? base.Validate(baseFolder)
        : base.Validate(baseFolder).Append(new("zh_to_en_hf_model", "Queries are not translated: set it to null, and name a classifier that reads their language."));
}
