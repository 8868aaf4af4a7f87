using Streaming.SampleDocuments.Grammar;

namespace Streaming.SampleDocuments.Pictures;

/// <summary>One shape on a ground: what a picture of the quickstart shows.</summary>
/// <param name="Colour">The shape's colour.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Ground">The ground's colour.</param>
/// <param name="IsLarge">Whether it fills most of the picture.</param>
internal sealed record Scene(string Colour, string Shape, string Ground, bool IsLarge)
{
    private static readonly string[] _colours = ["red", "blue", "green", "yellow", "orange", "purple", "white", "black"];
    private static readonly string[] _grounds = ["white", "black", "gray", "pink", "blue", "green"];
    private static readonly string[] _shapes = ["circle", "square", "triangle", "star", "ring", "cross"];

    /// <summary>What it should be called.</summary>
    public string Caption => $"{(Colour == "orange" && !IsLarge ? "an" : "a")} {(IsLarge ? "large " : "")}{Colour} {Shape} on a {Ground} background";

    /// <summary>The words without which a caption is wrong.</summary>
    public IReadOnlyList<string> Names => [$"{Colour} {Shape}", $"{Ground} background"];

    /// <summary>Any scene in which the shape can be seen.</summary>
    public static Scene Draw(Dice dice)
    {
        var ground = dice.Of(_grounds);
        return new(dice.Of(_colours.Except([ground]).ToArray()), dice.Of(_shapes), ground, dice.Below(10) < 8);
    }
}
