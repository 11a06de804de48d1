namespace Isopleth.Atmosphere;

/// <summary>Finds the plumes of a scene and assigns them to known sources.</summary>
/// <remarks>
/// <para>
/// The z-test of Kuhlmann et al. (2019, doi:10.5194/amt-12-6695-2019; 2021, doi:10.3389/frsen.2021.689838) on pixels of any arrangement:
/// z = Σw (c - b) / Σw / √(σ² Σw² / (Σw)² + ε²), with the column c, the Gaussian weights w of the pixels round about, the local background b,
/// the noise σ of one column and the systematic error ε. Where z exceeds <see cref="PlumeDetectionOptions.GrowThreshold"/> in touching pixels,
/// one of them above <see cref="PlumeDetectionOptions.SeedThreshold"/>, there is a plume.
/// </para>
/// <para>
/// Background and noise are medians of the neighbourhood without the plumes, so the two are found in turn; the first background is that of the
/// densest quarter of a wider neighbourhood, which holds even where plumes fill most of it. The product's validity and clouds set the quality, never the mask.
/// </para>
/// <para>
/// Limits: a plume that covers more than three quarters of the wider neighbourhood evenly is taken for background; one that fades into the noise is
/// cut off there; what else raises a column (a stripe of more than twice the noise, a biased retrieval over a bright surface) cannot be told from a plume.
/// </para>
/// </remarks>
public static class PlumeDetection
{
    /// <summary>Most rounds of background and mask; real scenes stand still after two to seven.</summary>
    private const int MostIterations = 20;

    /// <summary>The first, coarse background is sought in a neighbourhood this many times the radius, which even an eruption cloud does not fill.</summary>
    private const double FirstRadius = 3;

    /// <summary>Flags each pixel as source, plume or background, and lists the plumes.</summary>
    /// <param name="scene">The pixels.</param>
    /// <param name="sources">The known sources; may be empty.</param>
    /// <param name="options">How plumes are told from the background; null for the defaults.</param>
    /// <returns>The flags, the plumes and what they were decided by. A scene without a plume, or without a column, gives an empty list.</returns>
    /// <exception cref="ArgumentException">An array of the scene, a source or an option does not hold what it must.</exception>
    public static PlumeDetectionResult Detect(PlumeScene scene, IReadOnlyList<PlumeSource> sources, PlumeDetectionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(scene);
        ArgumentNullException.ThrowIfNull(sources);
        options ??= new PlumeDetectionOptions();
        scene.Validate();
        options.Validate();
        foreach (var source in sources)
        {
            source.Validate();
        }

        var geometry = new PixelGeometry(scene);
        var index = new LatitudeBands(scene.Latitude, scene.Longitude, BandHeight(geometry));
        var neighbours = PixelNeighbours.Find(geometry, index, scene, options.SmoothingSigma);
        var wide = LocalBackground.Prepare(scene, geometry, index, FirstRadius * options.BackgroundRadius);
        var local = LocalBackground.Prepare(scene, geometry, index, options.BackgroundRadius);

        var count = scene.Count;
        var (background, noise, sparse, excluded) = (new double[count], new double[count], new bool[count], new bool[count]);
        wide.Estimate(OrderStatistics.DensestQuarter, excluded, background, noise, sparse);
        var zScore = ZScores(scene.Column, background, noise, neighbours, options.SystematicError);
        var label = PlumeComponents.Label(zScore, neighbours, options);
        Exclude(label, neighbours, excluded);
        var iterations = 0;
        do
        {
            local.Estimate(OrderStatistics.MedianAndDeviation, excluded, background, noise, sparse);
            zScore = ZScores(scene.Column, background, noise, neighbours, options.SystematicError);
            label = PlumeComponents.Label(zScore, neighbours, options);
            iterations++;
        }
        while (Exclude(label, neighbours, excluded) > 0 && iterations < MostIterations);

        var assignment = new SourceAssignment(scene, geometry, sources);
        return new PlumeDetectionResult
        {
            Flags = assignment.Flags(label),
            Quality = Quality(scene, zScore, sparse, options),
            PlumeIndex = label,
            DistanceToSource = assignment.Distance,
            Background = background,
            Noise = noise,
            ZScore = zScore,
            Plumes = assignment.Describe(label, background, options.SourceRadius),
            MaximumPixel = LargestColumn(scene.Column),
            Iterations = iterations,
        };
    }

    /// <summary>z = (smoothed column - background) / sqrt(noise² Σw² + systematic error²), the weights w normalised over the columns there are.</summary>
    private static double[] ZScores(double[] column, double[] background, double[] noise, PixelNeighbours neighbours, double systematicError)
    {
        var zScore = new double[column.Length];
        Parallel.For(0, column.Length, i =>
        {
            var (sum, sumSquares, difference) = (0.0, 0.0, 0.0);
            for (var slot = neighbours.KernelStart[i]; slot < neighbours.KernelStart[i + 1]; slot++)
            {
                var j = neighbours.Kernel[slot];
                if (double.IsFinite(column[j]))
                {
                    var weight = neighbours.Weight[slot];
                    sum += weight;
                    sumSquares += weight * weight;
                    difference += weight * (column[j] - background[j]);
                }
            }

            var variance = (noise[i] * noise[i] * sumSquares / (sum * sum)) + (systematicError * systematicError);
            zScore[i] = double.IsFinite(column[i]) && variance > 0 ? difference / sum / Math.Sqrt(variance) : double.NaN;
        });
        return zScore;
    }

    /// <summary>Leaves the plumes and the pixels touching them out of all later backgrounds; returns how many are new.</summary>
    private static int Exclude(int[] label, PixelNeighbours neighbours, bool[] excluded)
    {
        var before = excluded.Count(isOut => isOut);
        for (var i = 0; i < label.Length; i++)
        {
            excluded[i] |= label[i] >= 0;
            for (var slot = neighbours.TouchStart[i]; slot < neighbours.TouchStart[i + 1]; slot++)
            {
                var j = neighbours.Touch[slot];
                excluded[i] |= label[j] >= 0;
                excluded[j] |= label[i] >= 0;
            }
        }

        return excluded.Count(isOut => isOut) - before;
    }

    private static PlumeQuality[] Quality(PlumeScene scene, double[] zScore, bool[] sparse, PlumeDetectionOptions options)
    {
        var quality = new PlumeQuality[scene.Count];
        for (var i = 0; i < quality.Length; i++)
        {
            quality[i] = (double.IsNaN(zScore[i]) ? PlumeQuality.NoColumn : PlumeQuality.Good)
                | (scene.Validity?[i] < options.MinimumValidity ? PlumeQuality.LowValidity : PlumeQuality.Good)
                | (scene.CloudFraction?[i] > options.MaximumCloudFraction ? PlumeQuality.Cloudy : PlumeQuality.Good)
                | (sparse[i] ? PlumeQuality.SparseBackground : PlumeQuality.Good);
        }

        return quality;
    }

    private static int LargestColumn(double[] column)
    {
        var largest = -1;
        for (var i = 0; i < column.Length; i++)
        {
            if (double.IsFinite(column[i]) && (largest < 0 || column[i] > column[largest]))
            {
                largest = i;
            }
        }

        return largest;
    }

    /// <summary>Height of the index's bands [degree]: two typical pixels.</summary>
    private static double BandHeight(PixelGeometry geometry)
    {
        var reaches = geometry.LatitudeReach.Where(reach => reach > 0).ToArray();
        return reaches.Length == 0 ? 1 : 2 * OrderStatistics.Median(reaches);
    }
}
