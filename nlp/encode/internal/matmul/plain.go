package matmul

// plainBlock is the inner loop in Go: two rows by four columns at a time, so
// that the sums fit the registers.
func plainBlock(dst []float32, dstStride int, a []float32, aStride int, panel []float32, n int) {
	panel = panel[:n*Cols]
	for r := 0; r < Rows; r += 2 {
		x, y := a[r*aStride:][:n], a[(r+1)*aStride:][:n]
		for j := 0; j < Cols; j += 4 {
			p, q := (*[4]float32)(dst[r*dstStride+j:]), (*[4]float32)(dst[(r+1)*dstStride+j:])
			s0, s1, s2, s3 := p[0], p[1], p[2], p[3]
			t0, t1, t2, t3 := q[0], q[1], q[2], q[3]
			for k, u := range x {
				w, v := (*[4]float32)(panel[k*Cols+j:]), y[k]
				s0 += u * w[0]
				s1 += u * w[1]
				s2 += u * w[2]
				s3 += u * w[3]
				t0 += v * w[0]
				t1 += v * w[1]
				t2 += v * w[2]
				t3 += v * w[3]
			}
			*p, *q = [4]float32{s0, s1, s2, s3}, [4]float32{t0, t1, t2, t3}
		}
	}
}
