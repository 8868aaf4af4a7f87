using System.Globalization;
using Confluent.Kafka;

namespace Streaming.Kafka.Reading;

/// <summary>A topic partition as a split: <c>topic/partition</c>. Topics have no slash in their names.</summary>
internal static class TopicSplit
{
    public static SplitId Of(string source, TopicPartition partition) => new(source, NameOf(partition));

    public static string NameOf(TopicPartition partition) => string.Create(CultureInfo.InvariantCulture, $"{partition.Topic}/{partition.Partition.Value}");

    /// <summary>Whether it is <c>topic/partition</c>.</summary>
    public static bool IsName(string name) => name.LastIndexOf('/') is var slash && slash > 0 && int.TryParse(name.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out _);

    public static TopicPartition PartitionOf(SplitId split)
    {
        var slash = split.Name.LastIndexOf('/');
        return new(split.Name[..slash], int.Parse(split.Name.AsSpan(slash + 1), CultureInfo.InvariantCulture));
    }
}
