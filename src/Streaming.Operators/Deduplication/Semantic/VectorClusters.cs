using System.Numerics.Tensors;

namespace Streaming.Operators.Deduplication.Semantic;

/// <summary>
/// Unit vectors in clusters that online k-means makes of them: the first ones become centroids, each later one pulls its nearest centroid by one part in as many as the cluster has had. Bounded: the oldest vector leaves when
/// there are too many.
/// </summary>
/// <param name="dimensions">Numbers in a vector.</param>
/// <param name="clusters">Clusters.</param>
/// <param name="probes">Clusters that are looked into, the nearest ones.</param>
/// <param name="capacity">Vectors that are kept.</param>
internal sealed class VectorClusters(int dimensions, int clusters, int probes, int capacity)
{
    private readonly float[] _centroids = new float[clusters * dimensions];
    private readonly Queue<float[]>[] _members = [.. Enumerable.Range(0, clusters).Select(_ => new Queue<float[]>())];
    private readonly long[] _seen = new long[clusters];
    private readonly Queue<int> _order = new();
    private readonly float[] _near = new float[clusters];
    private readonly bool[] _probed = new bool[clusters];

    // Whose cosines _near holds, as long as no centroid has moved since: what is looked for and not found is added next.
    private float[]? _measured;

    public int Dimensions => dimensions;

    /// <summary>Clusters that have begun.</summary>
    public int Clusters { get; private set; }

    /// <summary>Vectors that are kept.</summary>
    public int Count => _order.Count;

    /// <summary>Bytes of memory held.</summary>
    public long Bytes => (4L * _centroids.Length) + (Count * BytesEach(dimensions));

    /// <summary>Bytes that a vector takes.</summary>
    public static long BytesEach(int dimensions) => (4L * dimensions) + 48;

    /// <summary>The largest cosine between a vector and those kept in the clusters nearest to it, or the first that reaches <paramref name="enough"/>, and whose it is; -1 where there are none.</summary>
    public (float Cosine, float[]? Of) Nearest(float[] vector, float enough)
    {
        Measure(vector);
        var (best, of) = (-1f, (float[]?)null);
        Array.Clear(_probed);
        for (var probe = 0; probe < Math.Min(probes, Clusters) && best < enough; probe++)
        {
            var cluster = NearestUnprobed();
            _probed[cluster] = true;
            foreach (var member in _members[cluster])
            {
                var cosine = TensorPrimitives.Dot<float>(vector, member);
                (best, of) = cosine > best ? (cosine, member) : (best, of);
                if (best >= enough)
                {
                    break;
                }
            }
        }

        return (best, of);
    }

    /// <summary>Keeps a vector. The order of the vectors alone decides what the clusters are.</summary>
    public void Add(float[] vector)
    {
        var cluster = Clusters < clusters ? Clusters++ : NearestCluster(vector);
        Pull(cluster, vector);
        _members[cluster].Enqueue(vector);
        _order.Enqueue(cluster);
        if (_order.Count > capacity)
        {
            _members[_order.Dequeue()].Dequeue();
        }
    }

    private Span<float> Centroid(int cluster) => _centroids.AsSpan(cluster * dimensions, dimensions);

    private int NearestCluster(float[] vector)
    {
        Measure(vector);
        return TensorPrimitives.IndexOfMax(_near.AsSpan(0, Clusters));
    }

    private void Measure(float[] vector)
    {
        if (ReferenceEquals(_measured, vector))
        {
            return;
        }

        _measured = vector;
        for (var cluster = 0; cluster < Clusters; cluster++)
        {
            _near[cluster] = TensorPrimitives.Dot<float>(vector, Centroid(cluster));
        }
    }

    private int NearestUnprobed()
    {
        var nearest = -1;
        for (var cluster = 0; cluster < Clusters; cluster++)
        {
            if (!_probed[cluster] && (nearest < 0 || _near[cluster] > _near[nearest]))
            {
                nearest = cluster;
            }
        }

        return nearest;
    }

    // On the sphere: the mean is brought back to length 1.
    private void Pull(int cluster, ReadOnlySpan<float> vector)
    {
        _measured = null;
        var centroid = Centroid(cluster);
        var share = 1f / ++_seen[cluster];
        for (var i = 0; i < centroid.Length; i++)
        {
            centroid[i] += share * (vector[i] - centroid[i]);
        }

        var norm = TensorPrimitives.Norm<float>(centroid);
        if (norm > 0)
        {
            TensorPrimitives.Divide(centroid, norm, centroid);
        }
    }
}
