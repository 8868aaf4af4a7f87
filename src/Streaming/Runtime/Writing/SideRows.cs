namespace Streaming.Runtime;

/// <summary>The rows of rejects and dead letters (INTERFACES §3).</summary>
internal static class SideRows
{
    /// <summary>The column of who refused.</summary>
    public const string Operator = "operator";

    /// <summary>The column of when.</summary>
    public const string Epoch = "epoch";

    /// <summary>What a row of the rejects has beside the sample.</summary>
    public static IReadOnlyList<string> OfRejection { get; } = [Operator, "reason", "value", "threshold", Epoch];

    /// <summary>Who refused the sample that a row of the rejects keeps.</summary>
    public static string OperatorOf(Sample row) => row.Meta[Operator] as string ?? "";

    /// <summary>The sample as it was, and why it was refused.</summary>
    public static RowSchema Rejects(RowSchema samples) => samples
        .With(new(Operator, ColumnType.String))
        .With(new("reason", ColumnType.String))
        .With(new("value", ColumnType.Float64))
        .With(new("threshold", ColumnType.String))
        .With(new(Epoch, ColumnType.Int64));

    /// <summary>The original bytes, and the error.</summary>
    public static RowSchema DeadLetters { get; } = new(
    [
        new("payload", ColumnType.Binary),
        new("error", ColumnType.String),
        new(Operator, ColumnType.String),
        new("exception", ColumnType.String),
        new(KnownColumns.Lineage, KnownColumns.LineageType),
        new(Epoch, ColumnType.Int64),
    ]);

    /// <summary>A row of the rejects; takes the sample over.</summary>
    public static Sample Of(RejectedSample rejected, long epoch)
    {
        var meta = rejected.Sample.Meta;
        meta[Operator] = rejected.Operator;
        meta["reason"] = rejected.Why.Reason;
        meta["value"] = rejected.Why.Value;
        meta["threshold"] = rejected.Why.Threshold;
        meta[Epoch] = epoch;
        return rejected.Sample;
    }

    /// <summary>A row of the dead letters.</summary>
    public static Sample Of(DeadLetter letter, long epoch) => new()
    {
        Id = SampleId.Of(letter.Lineage.Split, letter.Lineage.Position),
        Lineage = letter.Lineage,
        Meta = new(
            ["payload", "error", Operator, "exception", Epoch],
            [letter.Payload.ToArray(), letter.Error, letter.Operator, letter.Exception, epoch]),
    };
}
